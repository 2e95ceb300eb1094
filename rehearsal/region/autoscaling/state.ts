import type { CreateAutoScalingGroupType, LifecycleHook } from "@aws-sdk/client-auto-scaling";

/** A group that keeps its desired number of instances. */
export interface AutoScalingGroupRecord {
  readonly autoScalingGroupName: string;
  readonly autoScalingGroupArn: string;
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredCapacity: number;
  /** The rest of what it was created or last updated with. */
  readonly config: CreateAutoScalingGroupType;
  /** Set once it is being deleted: it goes when its last instance has. */
  readonly isDeleting: boolean;
  readonly createdAt: number;
  readonly hooks: Readonly<Record<string, LifecycleHook>>;
}

/** Where an instance goes that a group lets go of; `AutoScalingGroup` = it comes back with a new root volume. */
export type Destination = "EC2" | "WarmPool" | "AutoScalingGroup";

/** An instance that a group doesn't let go before a terminating hook has ended. */
export interface LifecycleWait {
  readonly instanceId: string;
  readonly autoScalingGroupName: string;
  readonly lifecycleHookName: string;
  readonly lifecycleActionToken: string;
  readonly destination: Destination;
  readonly defaultResult: "CONTINUE" | "ABANDON";
  readonly heartbeatMs: number;
  /** When it ends by itself, epoch milliseconds; heartbeats move it. */
  readonly timesOutAt: number;
  /** No heartbeat moves the end beyond, epoch milliseconds. */
  readonly endsAt: number;
}

/** What the region remembers of Auto Scaling: groups by name, and who waits, by token. The instances are EC2's. */
export interface AutoScalingState {
  readonly groups: Readonly<Record<string, AutoScalingGroupRecord>>;
  readonly waits: Readonly<Record<string, LifecycleWait>>;
  /** Instances that live on although they were let go, by id. */
  readonly retained: readonly string[];
}

/** A region in which nobody has used Auto Scaling yet. */
export const emptyAutoScalingState: AutoScalingState = { groups: {}, waits: {}, retained: [] };
