import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { sdkConfig } from "./drain-sdk";

/** SDK clients that find region, credentials and endpoint in the function's environment. */
export const createAnnounceSdk = () => ({
  dynamodb: new DynamoDBClient(sdkConfig),
  ec2: new EC2Client(sdkConfig),
  ecs: new ECSClient(sdkConfig),
  sqs: new SQSClient(sdkConfig),
  ssm: new SSMClient(sdkConfig),
});
