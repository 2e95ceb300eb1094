import type { CutoverChange } from "./plan-notification";
import { type Color, otherColor, type Weights } from "./plan-weights";

/** The two config keys that decide the weights. */
export interface Switch {
  readonly activeColor: Color;
  /** Percent of the requests on the standby, 0 to 99. */
  readonly shift: number;
}

/** Where one can go back to. */
export interface WayBack {
  /** For example `everything on blue`. */
  readonly goal: string;
  /** Only the keys that must change. */
  readonly config: Partial<Switch>;
}

/** The ways back after a change, the safest first; none where there was nothing before or nobody knows what. */
export const planWaysBack = (change: CutoverChange, now: Switch): readonly WayBack[] =>
  goals(change, now)
    .map(({ goal, target }) => ({ goal, config: difference(now, target) }))
    .filter(({ config }) => Object.keys(config).length > 0);

const goals = (change: CutoverChange, now: Switch): readonly { readonly goal: string; readonly target: Switch }[] => {
  switch (change.kind) {
    case "cutover":
      return [everythingOn(change.from)];
    case "shift":
      return [everythingOn(leadingBefore(change.before))];
    case "settled":
      return [everythingOn(otherColor(change.to)), asBefore(change.before, now.activeColor)];
    case "first-deployment":
    case "unknown-before":
      return [];
  }
};

const everythingOn = (color: Color) => ({ goal: `everything on ${color}`, target: { activeColor: color, shift: 0 } });

const asBefore = (before: Weights, activeColor: Color) => {
  const standby = otherColor(activeColor);
  return { goal: `${before[standby]} % on ${standby}, as before`, target: { activeColor, shift: before[standby] } };
};

/** In doubt (50/50) blue, so that the same change always gives the same command. */
const leadingBefore = (before: Weights): Color => (before.green > before.blue ? "green" : "blue");

const difference = (now: Switch, target: Switch): Partial<Switch> => ({
  ...(now.activeColor === target.activeColor ? {} : { activeColor: target.activeColor }),
  ...(now.shift === target.shift ? {} : { shift: target.shift }),
});
