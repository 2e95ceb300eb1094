import type { Switch } from "../cutover/plan-way-back";
import { type Color, otherColor, planWeights, type Weights } from "../cutover/plan-weights";
import type { RampNote } from "../cutover/ramp-note";

/** What a ramp finds. */
export interface RampStartFacts {
  readonly to: Color;
  readonly config: Switch;
  /** As the record says. */
  readonly activeColor: Color;
  readonly declared: Weights;
  /** Whether every rule does what was declared. */
  readonly isAsDeclared: boolean;
  /** What the note says of a ramp. */
  readonly ramp: RampNote | undefined;
}

/** How a ramp begins. */
export type RampStart =
  | { readonly kind: "nothing-to-do" }
  /** The other colour has got only part of the requests yet. */
  | { readonly kind: "other-ramp"; readonly percent: number }
  | {
      readonly kind: "go";
      /** Percent on the colour that the record knows of. */
      readonly percent: number;
      /** An update ended halfway: what the config says is to be completed first. */
      readonly completing?: number;
    };

/** Tells a new ramp from one that goes on, which needs nothing but what is live and what is configured. */
export const planRampStart = (facts: RampStartFacts): RampStart => {
  const { to, config, activeColor, declared, isAsDeclared, ramp } = facts;
  const percent = declared[to];
  if (!isAsDeclared) {
    return { kind: "go", percent, completing: planWeights(config.activeColor, config.shift)[to] };
  }
  if (activeColor !== to) return { kind: "go", percent };
  if (percent < 100) return { kind: "other-ramp", percent: declared[otherColor(to)] };
  return ramp?.to === to ? { kind: "go", percent } : { kind: "nothing-to-do" };
};
