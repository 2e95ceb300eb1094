/** Where a rule sends its events; names as in https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: { readonly MaximumEventAgeInSeconds?: number; readonly MaximumRetryAttempts?: number };
}

/** A rule on the default event bus. */
export interface EventRuleRecord {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  /** JSON; empty where the rule has a schedule alone. */
  readonly eventPattern: string;
  /** When it runs by itself. */
  readonly schedule?: { readonly expression: string; readonly nextAt: number };
  readonly state: "ENABLED" | "DISABLED";
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly targets: readonly Target[];
}

/** An event on its way to a target. */
export interface Delivery {
  readonly ruleArn: string;
  readonly target: Target;
  /** JSON. */
  readonly body: string;
  readonly emittedAt: number;
  /** Retries so far. */
  readonly retries: number;
  /** When it is tried again, epoch milliseconds. */
  readonly nextAt: number;
}

/** What the region remembers of EventBridge: rules by name, and what couldn't be delivered yet. */
export interface EventsState {
  readonly rules: Readonly<Record<string, EventRuleRecord>>;
  readonly pending: readonly Delivery[];
  /** Whether schedules run: what counts every call can't have functions that look by themselves. */
  readonly runsSchedules: boolean;
}

/** A region in which nobody has used EventBridge yet. */
export const emptyEventsState: EventsState = { rules: {}, pending: [], runsSchedules: true };
