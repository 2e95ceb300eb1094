import type { PutMetricAlarmInput, StateValue, Tag } from "@aws-sdk/client-cloudwatch";

/** One metric alarm: its settings as they were put, and what it says. */
export interface AlarmRecord {
  readonly name: string;
  readonly arn: string;
  readonly input: PutMetricAlarmInput;
  readonly tags: readonly Tag[];
  /** Epoch milliseconds. */
  readonly configuredAt: number;
  readonly stateValue: StateValue;
  readonly stateReason: string;
  /** Epoch milliseconds of the last change of the state. */
  readonly stateUpdatedAt: number;
  /** Epoch milliseconds; absent until the first evaluation. */
  readonly evaluatedAt?: number;
}

/** How many targets of a group were healthy and unhealthy, from a moment on. */
export interface HostCounts {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly healthy: number;
  readonly unhealthy: number;
  /** Targets of any health: nothing is reported of an empty group. */
  readonly registered: number;
}

/** What the region remembers of CloudWatch. */
export interface CloudWatchState {
  /** By name. */
  readonly alarms: Readonly<Record<string, AlarmRecord>>;
  /** Per target group, oldest first: only changes are kept. */
  readonly hosts: Readonly<Record<string, readonly HostCounts[]>>;
}

/** A region in which nobody has asked for an alarm yet. */
export const emptyCloudWatchState: CloudWatchState = { alarms: {}, hosts: {} };
