import type { CutoverNote } from "./cutover-note";
import type { Declared } from "./declared";
import { type Color, otherColor, type Weights } from "./plan-weights";

/** What a change of weights means to people. */
export type CutoverChange =
  /** There was nothing before. */
  | { readonly kind: "first-deployment" }
  /** One colour had all requests, now the other has them. */
  | { readonly kind: "cutover"; readonly from: Color; readonly to: Color }
  /** Both colours have requests; `gaining` has more than before. */
  | { readonly kind: "shift"; readonly gaining: Color; readonly before: Weights }
  /** Both colours had requests, now `to` has them all: a ramp was finished, or taken back. */
  | { readonly kind: "settled"; readonly to: Color; readonly before: Weights }
  /** There was a record, but it could not be read. */
  | { readonly kind: "unknown-before" };

/** Why nobody is told. */
export type NotificationSkipReason = "no-slack" | "weights-unchanged" | "already-notified";

/** Whether to tell people about an update of `declared`. */
export type NotificationPlan =
  | { readonly kind: "post"; readonly change: CutoverChange }
  | { readonly kind: "skip"; readonly reason: NotificationSkipReason };

/** What the decision depends on. */
export interface NotificationFacts {
  readonly operation: "created" | "updated";
  readonly previous: Declared | undefined;
  readonly declared: Declared;
  /** The version that AWS gave `declared`. */
  readonly id: number;
  /** The version that Pulumi's state knew before; absent after a creation. */
  readonly previousId?: number;
  /** Absent while it has not been read: then only what doesn't depend on it is decided. */
  readonly note?: CutoverNote;
  readonly hasSlack: boolean;
}

/** Decides whether people are told, and of what. */
export const planNotification = (facts: NotificationFacts): NotificationPlan => {
  const { operation, previous, declared, hasSlack } = facts;
  if (!hasSlack) return { kind: "skip", reason: "no-slack" };
  if (operation === "created") return unlessNotified(facts, { kind: "first-deployment" });
  if (previous === undefined) return unlessNotified(facts, { kind: "unknown-before" });
  if (previous.weights.blue === declared.weights.blue) return { kind: "skip", reason: "weights-unchanged" };
  return unlessNotified(facts, changeOf(previous.weights, declared.weights));
};

const unlessNotified = (facts: NotificationFacts, change: CutoverChange): NotificationPlan =>
  isNotified(facts) ? { kind: "skip", reason: "already-notified" } : { kind: "post", change };

/**
 * A process that was killed after AWS took the record, but before the state was saved, repeats the update: the record
 * gets a new version for the same weights, and what was told is newer than what the state knew.
 */
const isNotified = ({ id, previousId, note, declared }: NotificationFacts): boolean => {
  const notified = note?.notified ?? undefined;
  if (notified === undefined) return false;
  if (notified === id) return true;
  const isRepeated = previousId !== undefined && notified > previousId && notified < id;
  const told = note?.notifiedWeights ?? declared.weights;
  return isRepeated && told.blue === declared.weights.blue && told.green === declared.weights.green;
};

const changeOf = (before: Weights, after: Weights): CutoverChange => {
  const gaining: Color = after.blue > before.blue ? "blue" : "green";
  if (after[gaining] < 100) return { kind: "shift", gaining, before };
  if (before[gaining] > 0) return { kind: "settled", to: gaining, before };
  return { kind: "cutover", from: otherColor(gaining), to: gaining };
};
