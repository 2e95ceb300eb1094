import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { SQSClient } from "@aws-sdk/client-sqs";

/** The services that draining speaks to. */
export interface DrainSdk {
  readonly ecs: Pick<ECSClient, "send">;
  readonly groups: Pick<AutoScalingClient, "send">;
  readonly ec2: Pick<EC2Client, "send">;
  readonly sqs: Pick<SQSClient, "send">;
}

/** SDK clients that find region, credentials and endpoint in the function's environment. */
export const createDrainSdk = (): DrainSdk => ({
  ecs: new ECSClient(sdkConfig),
  groups: new AutoScalingClient(sdkConfig),
  ec2: new EC2Client(sdkConfig),
  sqs: new SQSClient(sdkConfig),
});

/**
 * One attempt, as our own retry is the only one: two layers would multiply. A connection that hangs must not use up an
 * interruption's two minutes; its message comes back instead. Milliseconds.
 */
export const sdkConfig = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};
