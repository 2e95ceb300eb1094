/** What a spot interruption does to the instance. */
export type InterruptionAction = "terminate" | "stop" | "hibernate";

/** AWS takes a spot instance back; terminate and stop follow the notice by two minutes. */
export interface Interruption {
  readonly kind: "interruption";
  readonly instanceId: string;
  readonly action: InterruptionAction;
  /** When AWS gave the notice, epoch milliseconds. */
  readonly at: number;
}

/** AWS expects to take a spot instance back, but doesn't say when or whether. */
export interface RebalanceRecommendation {
  readonly kind: "rebalance";
  readonly instanceId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Where an instance goes when its group lets go of it; `AutoScalingGroup` = it comes back with a new root volume. */
export type LifecycleDestination = "EC2" | "WarmPool" | "AutoScalingGroup";

/** An Auto Scaling group waits for us before it lets an instance go. */
export interface LifecycleAction {
  readonly kind: "lifecycle";
  readonly instanceId: string;
  readonly groupName: string;
  readonly hookName: string;
  /** Names this one action; the group refuses a token of an action that has ended. */
  readonly token: string;
  readonly destination: LifecycleDestination;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What makes an instance go. */
export type DrainEvent = Interruption | RebalanceRecommendation | LifecycleAction;

/** Well-formed, but nothing to do: the message is dropped. */
export type IgnoredReason =
  | "test-notification"
  | "not-terminating"
  | "foreign-hook"
  | "task-state-change"
  | "container-instance-state-change"
  | "instance-state-change"
  | "health-notice"
  | "not-subscribed";

/** Not what AWS sends us, and a retry won't change it: the message is dead-lettered with this reason. */
export type RejectedReason =
  | "not-json"
  | "unknown-shape"
  | "foreign-account"
  | "foreign-region"
  | "bad-instance-id"
  | "bad-instance-action"
  | "bad-time"
  | "bad-lifecycle-action";

/** A message body, decided. */
export type ParsedEvent =
  | DrainEvent
  | { readonly kind: "ignored"; readonly reason: IgnoredReason }
  | { readonly kind: "rejected"; readonly reason: RejectedReason };
