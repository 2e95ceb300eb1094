import type { CutoverNote } from "./cutover-note";
import { type Color, colors } from "./plan-weights";

/** What a ramp that is under way says of itself, in the note of the cutover: all that is left of it when its process dies. */
export interface RampNote {
  /** Its own alone: whoever finds another one here has been overtaken. */
  readonly id: string;
  readonly to: Color;
  /** Percent on `to` that are still to come or have been, ascending. */
  readonly steps: readonly number[];
  readonly bakeSeconds: number;
  /** Percent on `to` that was ordered last; 0 before the first step. */
  readonly percent: number;
  /** The last sign of life of whoever drives it, epoch milliseconds. */
  readonly drivenAt: number;
  /** When the next one is due: an update takes longer than a look at alarms. Epoch milliseconds. */
  readonly dueAt: number;
  /** Why it was left standing, for people; null while it goes on. */
  readonly stalled: string | null;
}

/** The field of the note. Versions that don't know it write it back as it was. */
const field = "ramp";

/** The ramp in a note; undefined where there is none, or one that nobody can make sense of: a ramp is never more than a hint. */
export const rampIn = ({ other }: CutoverNote): RampNote | undefined => {
  const ramp = other[field];
  return isRampNote(ramp) ? ramp : undefined;
};

/** The note with this ramp, or without any. */
export const withRamp = (note: CutoverNote, ramp: RampNote | undefined): CutoverNote => {
  const { [field]: _before, ...other } = note.other;
  return { ...note, other: ramp === undefined ? other : { ...other, [field]: ramp } };
};

const isRampNote = (value: unknown): value is RampNote => {
  if (typeof value !== "object" || value === null) return false;
  const { id, to, steps, bakeSeconds, percent, drivenAt, dueAt, stalled }: Partial<Record<string, unknown>> = {
    ...value,
  };
  return (
    typeof id === "string" &&
    colors.some((color) => color === to) &&
    Array.isArray(steps) &&
    [...steps, bakeSeconds, percent, drivenAt, dueAt].every((number) => typeof number === "number") &&
    (stalled === null || typeof stalled === "string")
  );
};
