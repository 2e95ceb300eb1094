import type { ContractCase } from "../contract-case";
import { applicationAutoScalingCases } from "./application-autoscaling";
import { autoScalingCases } from "./autoscaling";
import { cloudwatchCases } from "./cloudwatch";
import { dynamodbCases } from "./dynamodb";
import { ec2Cases } from "./ec2";
import { ecsCases } from "./ecs";
import { elbv2Cases } from "./elbv2";
import { eventsCases } from "./events";
import { keyValueStoreCases } from "./key-value-store";
import { lambdaCases } from "./lambda";
import { s3Cases } from "./s3";
import { sqsCases } from "./sqs";
import { ssmCases } from "./ssm";
import { stsCases } from "./sts";

/** All cases by service. */
export const casesByService: Readonly<Record<string, readonly ContractCase[]>> = {
  "Application Auto Scaling": applicationAutoScalingCases,
  "Auto Scaling": autoScalingCases,
  CloudWatch: cloudwatchCases,
  DynamoDB: dynamodbCases,
  EC2: ec2Cases,
  ECS: ecsCases,
  "Elastic Load Balancing": elbv2Cases,
  EventBridge: eventsCases,
  KeyValueStore: keyValueStoreCases,
  Lambda: lambdaCases,
  S3: s3Cases,
  SQS: sqsCases,
  SSM: ssmCases,
  STS: stsCases,
};
