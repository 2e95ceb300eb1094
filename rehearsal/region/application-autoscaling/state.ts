import type { PutScalingPolicyRequest, PutScheduledActionRequest } from "@aws-sdk/client-application-auto-scaling";

/** Which of the activities of a scalable target are suspended. */
export interface SuspendedRecord {
  readonly DynamicScalingInSuspended: boolean;
  readonly DynamicScalingOutSuspended: boolean;
  readonly ScheduledScalingSuspended: boolean;
}

/** The bounds of an ECS service's desired count; no other dimension is modelled. */
export interface ScalableTargetRecord {
  readonly arn: string;
  /** `service/<cluster>/<service>`. */
  readonly resourceId: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly suspended: SuspendedRecord;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  /** Another update is refused before, epoch milliseconds. */
  readonly pendingUntil: number;
}

/** A policy as it was put; nothing scales by it here. */
export interface ScalingPolicyRecord {
  readonly arn: string;
  readonly request: PutScalingPolicyRequest;
  readonly createdAt: number;
}

/** A scheduled action as it was put; nothing happens by it here. */
export interface ScheduledActionRecord {
  readonly arn: string;
  readonly request: PutScheduledActionRequest;
  readonly createdAt: number;
}

/** What the region remembers of Application Auto Scaling: targets by resource, policies and actions by resource and name. */
export interface ApplicationAutoScalingState {
  readonly targets: Readonly<Record<string, ScalableTargetRecord>>;
  readonly policies: Readonly<Record<string, ScalingPolicyRecord>>;
  readonly actions: Readonly<Record<string, ScheduledActionRecord>>;
  /** How long an update of a scalable target is pending; AWS gives no figure, so that a test has to choose one. */
  readonly pendingMs: number;
}

/** A region in which nobody has used Application Auto Scaling yet. */
export const emptyApplicationAutoScalingState: ApplicationAutoScalingState = {
  targets: {},
  policies: {},
  actions: {},
  pendingMs: 0,
};
