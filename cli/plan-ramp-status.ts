import type { Color, Weights } from "../cutover/plan-weights";
import type { RampNote } from "../cutover/ramp-note";

/** What `status` says of a ramp. */
export interface RampStatus {
  readonly to: Color;
  /** On that colour, as declared. */
  readonly percent: number;
  readonly steps: readonly number[];
  readonly bakeSeconds: number;
  readonly state: "running" | "stalled";
  /** Why it stands still; null while it runs. */
  readonly reason: string | null;
  /** Since the last sign of life of whoever drives it. */
  readonly silentSeconds: number;
  /** What to do about a stalled one; null while it runs. */
  readonly goOn: string | null;
  readonly back: string | null;
}

/** What is known of it. */
export interface RampStatusFacts {
  readonly ramp: RampNote | undefined;
  readonly declared: Weights;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The stack, as a command line takes it. */
  readonly stack: string;
}

/** Whether somebody drives a ramp; null where there is none, or one that ended without a word where it began. */
export const planRampStatus = ({ ramp, declared, now, stack }: RampStatusFacts): RampStatus | null => {
  if (ramp === undefined) return null;
  const { to, steps, bakeSeconds, drivenAt, dueAt, stalled } = ramp;
  const percent = declared[to];
  const reason = stalled ?? (now > dueAt ? "nobody drives it any more" : null);
  if (reason !== null && percent === 0) return null;
  const silentSeconds = Math.max(0, Math.round((now - drivenAt) / 1000));
  const common = { to, percent, steps, bakeSeconds, silentSeconds };
  if (reason === null) return { ...common, state: "running", reason, goOn: null, back: null };
  return {
    ...common,
    state: "stalled",
    reason,
    goOn: `npm run cli -- flip ${to} --steps ${[...steps, 100].join(",")} --bake ${bakeSeconds} --stack ${stack}`,
    back: `npm run cli -- rollback --stack ${stack}`,
  };
};
