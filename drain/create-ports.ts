import { createContainerInstances } from "../clients/container-instances";
import { type ClusterTag, createClusters } from "../clients/drain-clusters";
import { createMarks } from "../clients/drain-marks";
import { createDrainQueue, type DrainQueueUrls } from "../clients/drain-queue";
import { createThrottleRetry } from "../clients/drain-retry";
import type { DrainSdk } from "../clients/drain-sdk";
import { createLifecycleActions } from "../clients/lifecycle-actions";
import { createSpotFleets } from "../clients/spot-fleets";
import type { DrainPorts } from "./drain-message";

/** Where draining takes place. */
export interface DrainPlace {
  readonly clusterTag: ClusterTag;
  readonly queueUrls: DrainQueueUrls;
}

/** What differs between Lambda and a test. */
export interface DrainRuntime extends Pick<DrainPorts, "now" | "log"> {
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Only ever between two attempts of a throttled call. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Everything that draining touches, on AWS; a throttled call is tried six times within about six seconds. */
export const createPorts = (
  sdk: DrainSdk,
  { clusterTag, queueUrls }: DrainPlace,
  runtime: DrainRuntime,
): DrainPorts => {
  const { random, sleep, now, log } = runtime;
  const retry = createThrottleRetry({ attempts: 6, random, sleep });
  return {
    clusters: createClusters(sdk.ecs, retry, clusterTag),
    instances: createContainerInstances(sdk.ecs, retry),
    marks: createMarks(sdk.ecs, retry),
    actions: createLifecycleActions(sdk.groups, retry),
    fleets: createSpotFleets(sdk.ec2, retry),
    queue: createDrainQueue(sdk.sqs, retry, queueUrls),
    now,
    log,
  };
};
