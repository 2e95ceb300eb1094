import { planReleaseBatches, type ReleasableTask } from "./plan-release-batches";

/** How the old colour's tasks are let go after a cutover. */
export interface ReleaseSettings {
  /** How long everything stays as it is, for a rollback within seconds. @default 7200 */
  readonly holdSeconds: number;
  /** From the read-back of the weights; never less than {@link fewestSettleSeconds}. */
  readonly settleSeconds: number;
  /** The most connections that end in one batch, and in any time as long as the interval. */
  readonly maxDisconnects: number;
  readonly maxTasks: number;
  /** Between the last disconnect of a batch and the first of the next. */
  readonly intervalSeconds: number;
  /** Within which the tasks of a batch are stopped at random moments. */
  readonly jitterSeconds: number;
  /** How long the whole release may take, from its first batch. */
  readonly windowSeconds: number;
  /** The share of reconnects, 0 to 1, beyond which the release pauses. */
  readonly maxFailedShare: number;
}

/** What is known of the old colour at one moment; times are epoch milliseconds. */
export interface ReleaseFacts extends ReleaseSettings {
  readonly now: number;
  /** When the weights were changed. */
  readonly flippedAt: number;
  /** Since when the weights have been read back as declared without a break; absent while they aren't. */
  readonly readBackSince?: number;
  /** True where the old colour is to serve again. */
  readonly isRolledBack: boolean;
  /** Requests to the old colour in the last full period of the metric; absent where nobody knows. */
  readonly oldRequests?: number;
  readonly tasks: readonly ReleasableTask[];
  /** How many of them stay, for a rollback. */
  readonly keep: number;
  /** When the first batch was released; absent before. */
  readonly startedAt?: number;
  /** When the last batch was released; absent before the first. */
  readonly lastBatchAt?: number;
  /** What became of the connections that the last batch ended; absent where nobody knows. */
  readonly reconnects?: { readonly attempted: number; readonly failed: number };
}

/** A task to stop, and how long to wait before. */
export interface ReleasedTask {
  readonly id: string;
  readonly afterMs: number;
}

/** What to do about the old colour next. */
export type ReleasePlan =
  | { readonly kind: "release"; readonly tasks: readonly ReleasedTask[]; readonly disconnects: number }
  | {
      readonly kind: "hold";
      readonly reason: "not-read-back" | "settling" | "still-serving" | "requests-unknown" | "hold-window";
    }
  | { readonly kind: "wait"; readonly until: number }
  | { readonly kind: "paused"; readonly reason: "reconnects-fail" | "reconnects-unknown" }
  /** No batch can hold this task: a stopped task ends all of its connections. */
  | { readonly kind: "paused"; readonly reason: "task-above-cap"; readonly id: string; readonly connections: number }
  | { readonly kind: "paused"; readonly reason: "window-too-short"; readonly neededSeconds: number }
  | { readonly kind: "cancelled" }
  | { readonly kind: "done" };

/**
 * Load balancer nodes follow a change of weights one after the other: 120 s is what users of other controllers needed
 * until no node sent anything to the old group (argo-rollouts issue 4595).
 */
export const fewestSettleSeconds = 120;

/**
 * Decides what to let go next. Time and randomness are arguments.
 * @param random - uniform in [0, 1)
 */
export const planReleaseOld = (facts: ReleaseFacts, random: () => number): ReleasePlan => {
  if (facts.isRolledBack) return { kind: "cancelled" };
  if (facts.tasks.length <= facts.keep) return { kind: "done" };
  return holdOf(facts) ?? pauseOf(facts) ?? batchOf(facts, random);
};

const holdOf = (facts: ReleaseFacts): ReleasePlan | undefined => {
  const { now, flippedAt, readBackSince, oldRequests, settleSeconds, holdSeconds } = facts;
  if (readBackSince === undefined) return { kind: "hold", reason: "not-read-back" };
  const settledAt = readBackSince + Math.max(settleSeconds, fewestSettleSeconds) * 1000;
  if (now < settledAt) return { kind: "hold", reason: "settling" };
  if (oldRequests === undefined) return { kind: "hold", reason: "requests-unknown" };
  if (oldRequests > 0) return { kind: "hold", reason: "still-serving" };
  if (now < flippedAt + holdSeconds * 1000) return { kind: "hold", reason: "hold-window" };
  return undefined;
};

const pauseOf = (facts: ReleaseFacts): ReleasePlan | undefined => {
  const { now, lastBatchAt, reconnects, maxFailedShare, intervalSeconds, jitterSeconds } = facts;
  if (lastBatchAt === undefined) return undefined;
  const isFailing = reconnects !== undefined && reconnects.failed > maxFailedShare * reconnects.attempted;
  if (isFailing) return { kind: "paused", reason: "reconnects-fail" };
  const nextAt = lastBatchAt + (intervalSeconds + jitterSeconds) * 1000;
  if (now < nextAt) return { kind: "wait", until: nextAt };
  return reconnects === undefined ? { kind: "paused", reason: "reconnects-unknown" } : undefined;
};

const batchOf = (facts: ReleaseFacts, random: () => number): ReleasePlan => {
  const { tasks, keep, startedAt, windowSeconds, intervalSeconds, jitterSeconds, maxDisconnects } = facts;
  // The fullest tasks stay: those are the connections that needn't end.
  const leaving = [...tasks].sort((one, other) => one.connections - other.connections).slice(0, tasks.length - keep);
  const above = leaving.find(({ connections }) => connections > maxDisconnects);
  if (above !== undefined) return { kind: "paused", reason: "task-above-cap", ...above };
  const batches = planReleaseBatches(leaving, facts);
  // Once begun it goes on at the same pace: a pause must not make up for its time by haste.
  const neededSeconds = (batches.length - 1) * (intervalSeconds + jitterSeconds) + jitterSeconds;
  if (startedAt === undefined && neededSeconds > windowSeconds) {
    return { kind: "paused", reason: "window-too-short", neededSeconds };
  }
  const chosen = Math.floor(random() * batches.length);
  const batch = batches.slice(chosen, chosen + 1).flat();
  return {
    kind: "release",
    tasks: batch.map(({ id }) => ({ id, afterMs: Math.floor(random() * jitterSeconds * 1000) })),
    disconnects: batch.reduce((sum, { connections }) => sum + connections, 0),
  };
};
