import { type HistoryEntry, planReturn, planRollback, type RollbackPlan } from "../cutover/plan-rollback";
import { type Color, otherColor } from "../cutover/plan-weights";
import { planNumbers } from "./plan-history";

/** Why an update can't be gone back to. */
export type NoSuchRollback = {
  readonly kind: "no-such-rollback";
  readonly number: number;
  readonly reason: "unknown-number" | "not-an-update" | "not-succeeded" | "same-color";
  /** For people: what the update is instead. */
  readonly found: string;
};

/** What is asked for, and what is there. */
export interface RollbackFacts {
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
  readonly live: Color;
  readonly configured: Readonly<Record<Color, unknown>>;
  /** Which update to go back to. @default the newest that succeeded with the other colour active */
  readonly number?: number;
}

/** Chooses what to set back: the numbered update, or the newest one that will do. */
export const planRollbackTo = ({ history, live, configured, number }: RollbackFacts): RollbackPlan | NoSuchRollback => {
  if (number === undefined) return planRollback(history, live, configured);
  const position = planNumbers(history).findIndex((entry) => entry.number === number);
  const target = history[position];
  const refuse = (reason: NoSuchRollback["reason"], found: string): NoSuchRollback => ({
    kind: "no-such-rollback",
    number,
    reason,
    found,
  });
  if (target === undefined) return refuse("unknown-number", `${history.length} updates`);
  if (target.kind !== "update") return refuse("not-an-update", target.kind);
  if (target.result !== "succeeded") return refuse("not-succeeded", target.result);
  const to = otherColor(live);
  if (target.activeColor !== to) return refuse("same-color", target.activeColor ?? "no colour");
  return planReturn(target, { to, position, configured });
};
