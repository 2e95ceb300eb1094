import { setTimeout as sleep } from "node:timers/promises";
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { SQSClient } from "@aws-sdk/client-sqs";
import { createContainerInstances } from "../../clients/container-instances";
import { createClusters } from "../../clients/drain-clusters";
import { createMarks } from "../../clients/drain-marks";
import { createDrainQueue } from "../../clients/drain-queue";
import { createThrottleRetry } from "../../clients/drain-retry";
import { createLifecycleActions } from "../../clients/lifecycle-actions";
import { createSpotFleets } from "../../clients/spot-fleets";
import type { DrainPorts } from "../../drain/drain-message";
import type { DrainFunctionSettings } from "./settings";

/** A connection that hangs must not use up an interruption's two minutes; the message comes back instead. Milliseconds. */
const requestHandler = { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true };

/** The ports on AWS; the SDK's own retries are off, as two layers of them would multiply. */
export const createDrainPorts = ({ clusterTag, queueUrls }: DrainFunctionSettings): DrainPorts => {
  const retry = createThrottleRetry({ attempts: 6, random: Math.random, sleep: (pause) => sleep(pause) });
  const once = { maxAttempts: 1, requestHandler };
  const ecs = new ECSClient(once);
  return {
    clusters: createClusters(ecs, retry, clusterTag),
    instances: createContainerInstances(ecs, retry),
    marks: createMarks(ecs, retry),
    actions: createLifecycleActions(new AutoScalingClient(once), retry),
    fleets: createSpotFleets(new EC2Client(once), retry),
    queue: createDrainQueue(new SQSClient(once), retry, queueUrls),
    now: () => Date.now(),
    log: (line) => console.log(JSON.stringify(line)),
  };
};
