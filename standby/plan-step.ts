import { planReleaseOld, type ReleaseFacts, type ReleasePlan, type ReleaseSettings } from "../cutover/plan-release-old";
import type { Bounds } from "./plan-bounds";

/** The old colour of one service, when its hold is over. */
export interface StepFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Since when the rules have been read back as declared; absent while they aren't. */
  readonly readBackSince: number | undefined;
  readonly bounds: Bounds;
  /** Its upper bound as the last batch left it; absent before the first. */
  readonly leftAt: number | undefined;
  /** When somebody was found to have raised its bounds; absent where nobody has. */
  readonly heldSince: number | undefined;
  readonly tasks: { readonly desired: number; readonly running: number };
  /** How many of its tasks stay, at least. */
  readonly keep: number;
  /** Requests to it in the last full minutes; absent where nobody knows. */
  readonly oldRequests: number | undefined;
  /** The most connections that each of its tasks may have. */
  readonly connectionsPerTask: number;
  readonly startedAt: number | undefined;
  readonly lastBatchAt: number | undefined;
  readonly reconnects: { readonly attempted: number; readonly failed: number } | undefined;
  readonly holdSeconds: number;
  readonly maxDisconnects: number;
}

/** One lowering of the upper bound by one task. */
export interface BoundsStep extends Bounds {
  /** From the beginning of the batch. */
  readonly afterMs: number;
}

/** What to do about the old colour of a service now. */
export type StepPlan =
  /** One task after the other, each at its own moment; which one goes is ECS's choice. */
  | { readonly kind: "release"; readonly steps: readonly BoundsStep[]; readonly disconnects: number }
  /** Nothing has to go, but autoscaling could still bring some: the bounds follow. */
  | { readonly kind: "pin"; readonly bounds: Bounds }
  | { readonly kind: "raised" }
  | { readonly kind: "stopping" }
  | Exclude<ReleasePlan, { kind: "release" } | { kind: "done" }>
  | { readonly kind: "done" };

/**
 * How a release is paced. A batch every third minute, since the function looks once a minute and the load balancer reports
 * once a minute: what became of the last batch's connections is known then. Seconds.
 */
export const releasePace = {
  intervalSeconds: 160,
  jitterSeconds: 15,
  /** Two hours, less what waiting for whole minutes adds. */
  windowSeconds: 7000,
  /** The share of new connections, 0 to 1, that may fail. */
  maxFailedShare: 0.05,
} as const;

/** At most a tenth of the tasks at once, but ten of a small number: so that any number is let go within the window. */
const maxTasksOf = (tasks: number): number => Math.max(10, Math.ceil(tasks / 10));

/** Decides on one service; the hold of the stack is over. Time and randomness are arguments. */
export const planStep = (facts: StepFacts, random: () => number): StepPlan => {
  const { bounds, tasks, leftAt, heldSince, now, holdSeconds } = facts;
  if (leftAt !== undefined && bounds.max > leftAt) return { kind: "raised" };
  if (heldSince !== undefined && now < heldSince + holdSeconds * 1000) return { kind: "hold", reason: "hold-window" };
  if (tasks.desired <= facts.keep) return pinOf(facts);
  const plan = planReleaseOld(releaseFactsOf(facts), random);
  if (plan.kind !== "release") return plan;
  // The batch before still ends: its tasks count until they are gone.
  if (tasks.running > tasks.desired) return { kind: "stopping" };
  return { kind: "release", steps: stepsOf(plan, facts), disconnects: plan.disconnects };
};

/** Bounds are lowered only: a colour that is configured smaller stays so. */
const pinOf = ({ bounds, keep }: StepFacts): StepPlan => {
  const pinned = { min: Math.min(bounds.min, keep), max: Math.min(bounds.max, keep) };
  return pinned.min === bounds.min && pinned.max === bounds.max ? { kind: "done" } : { kind: "pin", bounds: pinned };
};

const releaseFactsOf = (facts: StepFacts): ReleaseFacts => {
  const { tasks, keep, oldRequests, readBackSince, startedAt, lastBatchAt, reconnects } = facts;
  return {
    ...paceOf(facts),
    now: facts.now,
    // The hold was looked after before.
    flippedAt: 0,
    isRolledBack: false,
    keep,
    tasks: Array.from({ length: tasks.desired }, (_, index) => ({
      id: String(index),
      connections: facts.connectionsPerTask,
    })),
    ...(readBackSince === undefined ? {} : { readBackSince }),
    ...(oldRequests === undefined ? {} : { oldRequests }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(lastBatchAt === undefined ? {} : { lastBatchAt }),
    ...(reconnects === undefined ? {} : { reconnects }),
  };
};

/**
 * A task ends with all of its connections. Where one alone may have more than a batch, it is a batch, and the time until the
 * next one is as much longer: the rate stays below the cap, and a figure that is too high only makes it slower.
 */
const paceOf = ({ connectionsPerTask, maxDisconnects, tasks }: StepFacts): ReleaseSettings => {
  const { intervalSeconds, jitterSeconds } = releasePace;
  const times = Math.max(1, Math.ceil(connectionsPerTask / maxDisconnects));
  return {
    ...releasePace,
    intervalSeconds: times * (intervalSeconds + jitterSeconds) - jitterSeconds,
    holdSeconds: 0,
    settleSeconds: 0,
    maxDisconnects: Math.max(connectionsPerTask, maxDisconnects),
    maxTasks: maxTasksOf(tasks.desired),
  };
};

const stepsOf = (
  { tasks: released }: ReleasePlan & { kind: "release" },
  { bounds, tasks }: StepFacts,
): readonly BoundsStep[] =>
  released
    .map(({ afterMs }) => afterMs)
    .sort((one, other) => one - other)
    .map((afterMs, index) => {
      const max = tasks.desired - index - 1;
      return { min: Math.min(bounds.min, max), max, afterMs };
    });
