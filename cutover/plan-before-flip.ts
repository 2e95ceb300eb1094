/** What is remembered of an image's task before the flip. */
export interface BeforeFlipEntry {
  /** `served`: the image had requests before anybody knew of it, so that going back to it runs nothing. */
  readonly state: "served" | "started" | "succeeded";
  /** Epoch milliseconds. */
  readonly at: number;
  /** Counts from 1; repeating a start with the same number starts nothing twice. */
  readonly attempt: number;
}

/** A task that was started for the image, as ECS tells of it; stopped ones for an hour. */
export interface OneOffTask {
  readonly arn: string;
  /** `STOPPED` when it is over. */
  readonly lastStatus: string;
  /** Absent where the container never ran. */
  readonly exitCode?: number;
  readonly stoppedReason?: string;
}

/** What is known of the task before the flip. */
export interface BeforeFlipFacts {
  readonly entry: BeforeFlipEntry | undefined;
  readonly tasks: readonly OneOffTask[];
  /** The task that this update has started itself. @default none yet */
  readonly started: string | undefined;
}

/** Why a flip waits for its task. */
export type BeforeFlipReason =
  | { readonly kind: "before-flip-failed"; readonly exitCode: number; readonly task: string }
  | { readonly kind: "before-flip-not-started"; readonly problem: string }
  | { readonly kind: "before-flip-running"; readonly seconds: number; readonly task: string }
  /** It was started so long ago that ECS no longer tells what came of it. */
  | { readonly kind: "before-flip-unknown"; readonly startedAt: number };

/** What to do about the task before the flip. */
export type BeforeFlipPlan =
  | { readonly kind: "done" }
  /** It has just succeeded, or had while nobody watched: to be remembered. */
  | { readonly kind: "succeeded" }
  | { readonly kind: "run"; readonly attempt: number }
  | { readonly kind: "wait"; readonly task: string }
  | { readonly kind: "refuse"; readonly reason: BeforeFlipReason };

/**
 * For how long a task that ECS doesn't know certainly never ran: stopped ones are described for an hour at least. Milliseconds.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html
 */
const certainty = 3_000_000;

/** Decides what is to be done: what succeeded never runs again, and nothing runs beside itself. */
export const planBeforeFlip = ({ entry, tasks, started }: BeforeFlipFacts, now: number): BeforeFlipPlan => {
  if (entry?.state === "succeeded" || entry?.state === "served") return { kind: "done" };
  const running = tasks.find(({ lastStatus }) => lastStatus !== "STOPPED");
  if (running !== undefined) return { kind: "wait", task: running.arn };
  if (tasks.some(({ exitCode }) => exitCode === 0)) return { kind: "succeeded" };
  if (started !== undefined) return planEnd(started, tasks);
  if (entry === undefined) return { kind: "run", attempt: 1 };
  // What failed, and was told, runs again when somebody flips again.
  if (tasks.length > 0) return { kind: "run", attempt: entry.attempt + 1 };
  return now - entry.at < certainty
    ? { kind: "run", attempt: entry.attempt }
    : { kind: "refuse", reason: { kind: "before-flip-unknown", startedAt: entry.at } };
};

const planEnd = (started: string, tasks: readonly OneOffTask[]): BeforeFlipPlan => {
  const own = tasks.find(({ arn }) => arn === started);
  // ECS takes a moment to know a new task.
  if (own === undefined) return { kind: "wait", task: started };
  const { exitCode, stoppedReason = "no reason given" } = own;
  return {
    kind: "refuse",
    reason:
      exitCode === undefined
        ? { kind: "before-flip-not-started", problem: stoppedReason }
        : { kind: "before-flip-failed", exitCode, task: started },
  };
};
