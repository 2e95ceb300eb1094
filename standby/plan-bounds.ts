import { type Color, colors, otherColor } from "../cutover/plan-weights";
import type { Phase } from "./plan-phase";

/** Between which numbers of tasks autoscaling keeps a colour of a service. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** A scalable target as AWS has it. */
export interface LiveBounds extends Bounds {
  readonly suspended: Suspended;
}

/** Which activities of a scalable target are suspended. */
export interface Suspended {
  readonly scaleIn: boolean;
  /** Never ours: it stays as it is. */
  readonly scaleOut: boolean;
  readonly scheduled: boolean;
}

/** One service. */
export interface BoundsFacts {
  readonly phase: Phase;
  /** As configured for a colour with capacity `full`. */
  readonly count: Bounds;
  readonly live: Readonly<Record<Color, LiveBounds>>;
  /** Whether a release of a colour was given up, since that colour serves again. */
  readonly isRestored: boolean;
  /** Whether a release of the old colour has begun. */
  readonly isReleased: boolean;
  /** Whether scale-in has been suspended before and not yet resumed. */
  readonly wasFrozen: boolean;
}

/** What a colour's scalable target is to be. */
export interface BoundsChange extends LiveBounds {
  readonly color: Color;
}

/**
 * Decides what each scalable target is to be, apart from the steps of a release; only those are listed that aren't so yet.
 *
 * While nothing may shrink, scale-in is suspended on both colours: the load balancer's nodes don't all follow at once, and
 * a colour that has just taken over shows its load late. The new colour's schedule is suspended as well, so that no action
 * that happens to be due shrinks it; the old colour goes on following it and so remembers what is due.
 */
export const planBounds = (facts: BoundsFacts): readonly BoundsChange[] =>
  colors
    .map((color) => ({ color, ...wantedFor(color, facts) }))
    .filter(({ color, ...wanted }) => JSON.stringify(ordered(wanted)) !== JSON.stringify(ordered(facts.live[color])));

const ordered = ({ min, max, suspended }: LiveBounds): readonly unknown[] => [
  min,
  max,
  suspended.scaleIn,
  suspended.scaleOut,
  suspended.scheduled,
];

const wantedFor = (color: Color, facts: BoundsFacts): LiveBounds => {
  const { min, max } = boundsFor(color, facts);
  const { scaleOut } = facts.live[color].suspended;
  return { min, max, suspended: { scaleOut, ...suspendedFor(color, facts) } };
};

const boundsFor = (color: Color, { phase, live, count, isRestored, wasFrozen }: BoundsFacts): Bounds => {
  const other = live[otherColor(color)];
  // What was let go comes back as large as its sibling may be, and never smaller than configured.
  if (isRestored && isBack(color, phase)) return largest(live[color], other, count);
  if (!wasFrozen) return live[color];
  if (phase.kind === "release" && color === phase.serving) return afterHold(live[color], other, count);
  // A ramp that was taken back had given its colour the other one's number of tasks as its minimum.
  const isTakenBack = phase.kind === "settled" && color !== phase.serving;
  return isTakenBack ? { min: Math.min(live[color].min, other.min), max: live[color].max } : live[color];
};

const isBack = (color: Color, phase: Phase): boolean => phase.kind === "shared" || color === phase.serving;

const largest = (...all: readonly Bounds[]): Bounds => ({
  min: Math.max(...all.map(({ min }) => min)),
  max: Math.max(...all.map(({ max }) => max)),
});

/**
 * A flip leaves the new colour with the old one's number of tasks as its minimum. When the hold is over, the old colour's
 * bounds are what config and schedule say, unless its capacity was configured down meanwhile.
 */
const afterHold = (live: Bounds, old: Bounds, count: Bounds): Bounds => {
  const isReference = old.max >= live.max;
  return isReference ? { min: old.min, max: old.max } : { min: Math.min(live.min, count.min), max: live.max };
};

const suspendedFor = (
  color: Color,
  { phase, live, wasFrozen, isRestored, isReleased }: BoundsFacts,
): Pick<Suspended, "scaleIn" | "scheduled"> => {
  const { scaleIn, scheduled } = live[color].suspended;
  switch (phase.kind) {
    case "shared":
      return { scaleIn: true, scheduled: isRestored ? false : scheduled };
    case "hold":
      if (color === phase.serving) return { scaleIn: true, scheduled: true };
      // Where the colours have changed places, the one that is old now follows its schedule again.
      return { scaleIn: true, scheduled: isReleased };
    case "release":
      // Once, and not at every look: whoever suspends something by hand has a reason.
      if (!wasFrozen) return { scaleIn, scheduled };
      return { scaleIn: false, scheduled: color === phase.old && isReleased };
    case "settled":
      return wasFrozen ? { scaleIn: false, scheduled: false } : { scaleIn, scheduled };
  }
};
