import { forwardsOf } from "./pack/forwards";
import { numberOf, unknownValue } from "./pack/known-values";
import { resourcePolicy, type Values } from "./pack/policy";
import { types } from "./pack/resource-types";

/** A cutover reads as percentages only if every rule's weights are written out and total 100. */
export const weightsTotal100 = resourcePolicy({
  name: "weights-total-100",
  description: "Every target group of a forwarding rule has an explicit weight, and the weights total 100.",
  level: "mandatory",
  types: [types.listenerRule, types.listener],
  defaults: {},
  check: (resource) => forwardsOf(resource).flatMap(({ groups = [] }) => problemsOf(groups)),
});

const problemsOf = (groups: readonly Values[]): readonly string[] => {
  const weights = groups.map(({ weight }) => weight);
  if (weights.includes(undefined))
    return ["A target group has no weight, which counts as 1: give each an explicit one, 100 in all."];
  if (weights.length === 0 || weights.includes(unknownValue)) return [];
  const total = weights.reduce((sum: number, weight) => sum + numberOf(weight), 0);
  return total === 100
    ? []
    : [`The weights ${weights.join(" + ")} total ${total}, allowed: 100. Plan them from activeColor and shift.`];
};
