import type { ContainerInstances } from "../clients/container-instances";
import type { Clusters } from "../clients/drain-clusters";
import type { Marks } from "../clients/drain-marks";
import type { DrainQueue } from "../clients/drain-queue";
import type { LogLine } from "../clients/embedded-metric";
import type { LifecycleActions } from "../clients/lifecycle-actions";
import type { SpotFleets } from "../clients/spot-fleets";
import type { FindInstances } from "./find-instances";
import type { EventScope } from "./parse-event";
import type { LifecycleLimits } from "./plan-lifecycle";
import type { RebalanceLimits } from "./plan-rebalance";

/** A queue message about one instance. */
export interface DrainMessage<Event> {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** How often it was received, this time included. */
  readonly receiveCount: number;
  readonly body: string;
  readonly event: Event;
}

/** What becomes of a message: it is over, it comes back after a while, or no retry can help it. */
export type Outcome =
  | { readonly kind: "over" }
  | { readonly kind: "again"; readonly delaySeconds: number }
  | { readonly kind: "bury"; readonly reason: string };

/** How we drain. */
export interface DrainSettings {
  readonly scope: EventScope;
  readonly lifecycle: LifecycleLimits;
  readonly rebalance: RebalanceLimits;
}

/** What draining touches. */
export interface DrainPorts {
  readonly clusters: Clusters;
  readonly instances: ContainerInstances;
  readonly marks: Marks;
  readonly actions: LifecycleActions;
  readonly fleets: Pick<SpotFleets, "terminate">;
  readonly queue: DrainQueue;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: (line: LogLine) => void;
}

/** The ports with our clusters remembered. */
export interface DrainContext extends Omit<DrainPorts, "clusters" | "queue"> {
  readonly find: FindInstances;
  readonly settings: DrainSettings;
}

/** How soon a call that failed is tried again, seconds. */
export const retryDelaySeconds = 5;

/** From this receive on a failure is no longer chance: it raises an alarm. */
export const alarmingReceiveCount = 3;
