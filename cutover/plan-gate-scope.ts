import { type Color, colors, type Weights } from "./plan-weights";

/** What a change of weights asks of a service. */
export type GateScope =
  | { readonly kind: "nothing-gains" }
  | {
      readonly kind: "gains";
      readonly gaining: Color;
      /** True where the active colour gets back what the standby had of a ramp: the way out, whatever the standby does. */
      readonly isReturn: boolean;
    };

/**
 * Which colour has to prove itself.
 * @param live - what the rule does now; any integers, as the load balancer takes them
 * @param wanted - what it is about to do
 * @param activeBefore - the colour that was declared active, undefined where nobody knows
 */
export const planGateScope = (live: Weights, wanted: Weights, activeBefore: Color | undefined): GateScope => {
  const share = (weights: Weights, color: Color): number => weights[color] / Math.max(1, weights.blue + weights.green);
  const gaining = colors.find((color) => share(wanted, color) > share(live, color));
  if (gaining === undefined) return { kind: "nothing-gains" };
  return { kind: "gains", gaining, isReturn: gaining === activeBefore && live[gaining] > 0 };
};
