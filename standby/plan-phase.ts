import { fewestSettleSeconds } from "../cutover/plan-release-old";
import { type Color, otherColor, type Weights } from "../cutover/plan-weights";

/** How far a service's old colour has been released. */
export interface ReleaseProgress {
  /** Its upper bound as it was left; whoever has raised it since wants the tasks. Absent while it is held. */
  readonly max?: number;
  /** When somebody was found to have raised it, epoch milliseconds: the hold begins anew. */
  readonly heldSince?: number;
}

/** What is remembered from one look to the next. */
export interface StandbyNote {
  /** The version of the record `declared` that was seen last. */
  readonly version: number;
  /** The colour that serves; absent before the first look. */
  readonly serving?: Color;
  /** The colour that served before; absent until a cutover was seen. */
  readonly previous?: Color;
  /** Since when the rules have been read back as declared without a break, epoch milliseconds. */
  readonly readBackSince?: number;
  /** Whether scale-in has been suspended and not yet resumed. */
  readonly isFrozen: boolean;
  /** When the first batch was released, epoch milliseconds. */
  readonly startedAt?: number;
  /** When the last batch was released, epoch milliseconds. */
  readonly lastBatchAt?: number;
  /** The most connections that a task of the old colour could have when the release began: it gets no new ones. */
  readonly connectionsPerTask?: number;
  /** By service. */
  readonly released: Readonly<Record<string, ReleaseProgress>>;
}

/** What the records and the load balancer say. */
export interface PhaseFacts {
  /** Of the record `declared`. */
  readonly version: number;
  /** When the record was written: the moment of the cutover. Epoch milliseconds. */
  readonly changedAt: number;
  readonly serving: Color;
  readonly weights: Weights;
  /** Whether every rule does what was declared. */
  readonly isReadBack: boolean;
  readonly holdSeconds: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What is to become of the two colours. */
export type Phase =
  /** No cutover has been seen: nothing is old. */
  | { readonly kind: "settled"; readonly serving: Color }
  /** Both colours have requests: nothing may shrink. */
  | { readonly kind: "shared"; readonly serving: Color }
  /** The old colour stays as it is, and nothing of the new one goes. */
  | { readonly kind: "hold"; readonly serving: Color; readonly old: Color; readonly until: number }
  /** The old colour may go. */
  | { readonly kind: "release"; readonly serving: Color; readonly old: Color };

/** Where a stack stands, and what to remember of it. */
export interface PhasePlan {
  readonly phase: Phase;
  readonly note: StandbyNote;
  /** Services whose colour was being released and now serves, or has requests again. */
  readonly restored: readonly string[];
}

/** Decides by the record alone: weights that differ from it only prolong the hold. */
export const planPhase = (before: StandbyNote, facts: PhaseFacts): PhasePlan => {
  const hasFlipped = before.serving !== undefined && facts.serving !== before.serving;
  const previous = hasFlipped ? before.serving : before.previous;
  const readBackSince = readBackSinceOf(before, facts);
  const phase = phaseOf({ ...facts, previous, readBackSince });
  const isFrozen = phase.kind === "hold" || phase.kind === "shared";
  const isOver = hasFlipped || phase.kind === "shared";
  return {
    phase,
    restored: isOver ? Object.keys(before.released) : [],
    note: {
      version: facts.version,
      serving: facts.serving,
      isFrozen,
      released: isOver ? {} : before.released,
      ...(previous === undefined ? {} : { previous }),
      ...(readBackSince === undefined ? {} : { readBackSince }),
      ...(isOver ? {} : progressOf(before)),
    },
  };
};

/** A break, or another cutover, and the time begins anew. */
const readBackSinceOf = (before: StandbyNote, { version, isReadBack, now }: PhaseFacts): number | undefined => {
  if (!isReadBack) return undefined;
  return before.version === version ? (before.readBackSince ?? now) : now;
};

type Progress = Pick<StandbyNote, "startedAt" | "lastBatchAt" | "connectionsPerTask">;

const progressOf = ({ startedAt, lastBatchAt, connectionsPerTask }: StandbyNote): Progress => ({
  ...(startedAt === undefined ? {} : { startedAt }),
  ...(lastBatchAt === undefined ? {} : { lastBatchAt }),
  ...(connectionsPerTask === undefined ? {} : { connectionsPerTask }),
});

interface Standing extends PhaseFacts {
  readonly previous: Color | undefined;
  readonly readBackSince: number | undefined;
}

const phaseOf = ({ serving, weights, previous, readBackSince, ...facts }: Standing): Phase => {
  const old = otherColor(serving);
  if (weights[old] > 0) return { kind: "shared", serving };
  if (previous === undefined) return { kind: "settled", serving };
  // Without a read-back there is no end yet: the next look knows more.
  const settledAt = (readBackSince ?? facts.now) + fewestSettleSeconds * 1000;
  const until = Math.max(facts.changedAt + facts.holdSeconds * 1000, settledAt);
  return facts.now < until ? { kind: "hold", serving, old, until } : { kind: "release", serving, old };
};
