import type { PoolName } from "./plan-roll";

/** What a roll remembers of the batch that is under way; everything else is read from AWS. */
export interface RollNote {
  readonly pool: PoolName;
  /** `surge` until the batch is empty, `lower` until the target is down again, `shrink` from then on. */
  readonly phase: RollPhase;
  /** The pool's target before the batch. */
  readonly from: number;
  /** Its target afterwards: more than `from` where autoscaling raised it meanwhile. */
  readonly to: number;
  /** Instances that the target is raised by meanwhile. */
  readonly surge: number;
  /** Instances that took tasks when the batch began: without its victims there must be as many before one is drained. */
  readonly ready: number;
  /** Instance ids. */
  readonly victims: readonly string[];
}

/** How far a batch is. */
export type RollPhase = "surge" | "lower" | "shrink";

/** The text that is kept. */
export const formatRollNote = (note: RollNote): string => JSON.stringify(note);

/** Reads what {@link formatRollNote} wrote; throws where it is something else. */
export const parseRollNote = (text: string): RollNote => {
  const note = readJson(text) as Partial<Record<keyof RollNote, unknown>>;
  const numbers = [note.from, note.to, note.surge, note.ready];
  const isNote =
    (note.pool === "spot" || note.pool === "on-demand") &&
    phases.some((known) => known === note.phase) &&
    numbers.every((value) => Number.isInteger(value) && Number(value) >= 0) &&
    Array.isArray(note.victims) &&
    note.victims.every((id) => typeof id === "string");
  if (isNote) return note as RollNote;
  throw new Error(
    `The stack's parameter "roll" holds something else than a roll: ${text.slice(0, 80)}. Look at it, then remove it: aws ssm delete-parameter --name /switchyard/<project>/<stack>/roll`,
  );
};

const phases: readonly RollPhase[] = ["surge", "lower", "shrink"];

const readJson = (text: string): object => {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
};
