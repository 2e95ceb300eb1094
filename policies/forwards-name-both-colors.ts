import { forwardsOf } from "./pack/forwards";
import { textAt } from "./pack/known-values";
import { resourcePolicy, type Values } from "./pack/policy";
import { types } from "./pack/resource-types";

/** A group that no rule names is not health-checked: no cutover could lead to it. */
export const forwardsNameBothColors = resourcePolicy({
  name: "forwards-name-both-colors",
  description: "Every forwarding rule names two target groups, one for each colour, even with weight 0.",
  level: "mandatory",
  types: [types.listenerRule, types.listener],
  defaults: {},
  check: (resource) => forwardsOf(resource).flatMap(({ groups }) => (groups === undefined ? [] : problemsOf(groups))),
});

const problemsOf = (groups: readonly Values[]): readonly string[] => {
  if (groups.length !== 2) {
    return [
      `Forwards to ${groups.length} target group(s), allowed: two, blue's and green's. ` +
        "Name the standby's too, with weight 0: a group without a rule is never health-checked.",
    ];
  }
  const [one, other] = groups.map((group) => textAt(group, "arn"));
  return one !== undefined && one === other ? [`Names ${one} twice, allowed: one target group for each colour.`] : [];
};
