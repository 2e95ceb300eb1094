import { lookup } from "node:dns";
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { CloudFrontKeyValueStoreClient } from "@aws-sdk/client-cloudfront-keyvaluestore";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateLaunchTemplateCommand, EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import "@aws-sdk/signature-v4a";

/** An EventBridge call: its SDK client isn't among our packages, since only the provider speaks to it. */
export type CallEvents = (operation: string, input: object) => Promise<object>;

/** What differs between our region and an emulator besides the address. */
export interface Place {
  readonly url: string;
  /** An image that instances can be launched from. */
  readonly imageId: string;
  readonly callEvents: CallEvents;
  /** Makes a key value store and answers its ARN: CloudFront's own API isn't among our packages either. */
  readonly createKeyValueStore: (name: string) => Promise<string>;
  /** A cluster of this name with one container instance, registered as an agent does; answers its ARN. */
  readonly registerContainerInstance: (cluster: string) => Promise<string>;
  /** Two subnets in two zones of one VPC, and a security group. */
  readonly network: () => Promise<Network>;
}

/** Where load balancers and instances are. */
export interface Network {
  readonly vpcId: string;
  readonly subnetIds: readonly [string, string];
  readonly securityGroupId: string;
}

/** A place where AWS calls go, with the SDK's own clients. */
export interface AwsUnderTest extends Omit<Place, "url" | "imageId"> {
  readonly applicationAutoScaling: ApplicationAutoScalingClient;
  readonly autoScaling: AutoScalingClient;
  readonly cloudwatch: CloudWatchClient;
  readonly dynamodb: DynamoDBClient;
  readonly ec2: EC2Client;
  readonly ecs: ECSClient;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly keyValueStore: CloudFrontKeyValueStoreClient;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
  /** A launch template of this name that can be launched; answers the name. */
  readonly launchTemplate: (name: string) => Promise<string>;
  readonly queueAttributes: (queueUrl: string) => Promise<Readonly<Record<string, string>>>;
  /** Looks again until the answer is this one, for what AWS does in its own time. */
  readonly untilEqual: (look: () => Promise<unknown>, wanted: unknown) => Promise<void>;
  /** Ends all connections. */
  readonly destroy: () => void;
}

/** The region that all of them play. */
export const regionName = "eu-west-1";

/** SDK clients for a place; no retries, so that a refusal is seen as it comes. */
export const createAwsUnderTest = ({ url, imageId, ...place }: Place): AwsUnderTest => {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const config = { region: regionName, endpoint: url, credentials, maxAttempts: 1 };
  // The account's id stands in front of this host, and an address can't have that: whatever its name, it is this machine.
  const localhost = {
    ...config,
    endpoint: url.replace("127.0.0.1", "localhost"),
    requestHandler: {
      httpAgent: new Agent({ keepAlive: true, lookup: (_name, options, done) => lookup("127.0.0.1", options, done) }),
    },
  };
  const clients = {
    applicationAutoScaling: new ApplicationAutoScalingClient(config),
    autoScaling: new AutoScalingClient(config),
    cloudwatch: new CloudWatchClient(config),
    dynamodb: new DynamoDBClient(config),
    ec2: new EC2Client(config),
    ecs: new ECSClient(config),
    elbv2: new ElasticLoadBalancingV2Client(config),
    keyValueStore: new CloudFrontKeyValueStoreClient(localhost),
    lambda: new LambdaClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
    sts: new STSClient(config),
  };
  return {
    ...clients,
    ...place,
    launchTemplate: async (LaunchTemplateName) => {
      const LaunchTemplateData = { ImageId: imageId, InstanceType: "m5.large" } as const;
      await clients.ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
      return LaunchTemplateName;
    },
    queueAttributes: async (QueueUrl) => {
      const AttributeNames = ["All" as const];
      return (await clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes ?? {};
    },
    untilEqual: async (look, wanted) => {
      for (let attempt = 0; attempt < 250 && !isDeepStrictEqual(await look(), wanted); attempt += 1) await sleep(20);
    },
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
};
