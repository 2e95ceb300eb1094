import type { Bounds, LiveBounds } from "../standby/plan-bounds";

/** One service before a cutover. */
export interface RaiseFacts {
  /** The colour that is to serve; undefined where AWS doesn't say. */
  readonly to: LiveBounds | undefined;
  /** The colour that serves. */
  readonly from: Bounds | undefined;
  /** The targets that the colour that serves has. */
  readonly targets: number;
}

/** What a colour's bounds are to be before it serves. */
export interface Raise {
  readonly bounds: LiveBounds;
  /** Whether tasks may have to start for it. */
  readonly isRaised: boolean;
}

/**
 * A colour takes over with at least as many tasks as the other one has, and may have as many: it may have been let go, or never
 * have grown. From then on nothing takes tasks away from it, neither a scaling policy, to which its load shows late, nor an
 * action that happens to be due. The function `release-old-color` sets all of it back when the hold is over.
 */
export const planRaise = ({ to, from, targets }: RaiseFacts): Raise | undefined => {
  if (to === undefined) return undefined;
  const min = Math.max(to.min, from?.min ?? 0, targets);
  const max = Math.max(to.max, from?.max ?? 0, min);
  const suspended = { ...to.suspended, scaleIn: true, scheduled: true };
  return { bounds: { min, max, suspended }, isRaised: min > to.min || max > to.max };
};

/** For people: a colour that may have fewer tasks than the one that serves; undefined where it may have as many. */
export const loweredText = (service: string, to: Bounds | undefined, from: Bounds | undefined): string | undefined =>
  to === undefined || from === undefined || to.max >= from.max
    ? undefined
    : `${service} may have ${to.max} tasks, the active colour ${from.max}`;
