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

/** What the region remembers of Auto Scaling: groups by name. Their instances are EC2's. */
export interface AutoScalingState {
  readonly groups: Readonly<Record<string, AutoScalingGroupRecord>>;
}

/** A region in which nobody has used Auto Scaling yet. */
export const emptyAutoScalingState: AutoScalingState = { groups: {} };
