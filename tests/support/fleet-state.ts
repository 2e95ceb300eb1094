/** A task's way after its instance began to drain: from each second on it has that desired and last status. */
export type Timeline = readonly (readonly [second: number, desired: "RUNNING" | "STOPPED", last: string])[];

export interface ModelTask {
  readonly arn: string;
  readonly timeline: Timeline;
}

export interface ModelInstance {
  readonly arn: string;
  readonly clusterArn: string;
  readonly instanceId: string;
  status: string;
  isConnected: boolean;
  registeredAt: number;
  drainedAt: number | undefined;
  attributes: Record<string, string>;
  tasks: readonly ModelTask[];
}

export interface ModelMember {
  state: string;
  readonly token: string;
  readonly heartbeatSeconds: number;
  readonly startedAt: number;
  timesOutAt: number;
  /** What the group does when its wait ends; `Terminating:Proceed` unless told. */
  readonly after: string;
}

export interface ModelMessage {
  readonly id: string;
  readonly body: string;
  visibleAt: number;
  receives: number;
}

/** A completion as the group saw it, with the tasks that were still there: an early one names some. */
export interface Completion {
  readonly instanceId: string;
  readonly result: string;
  readonly unfinished: readonly string[];
}
