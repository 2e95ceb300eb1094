import { forwardsOf } from "./pack/forwards";
import { mayBeTrue, numberOf, valueAt } from "./pack/known-values";
import { resourcePolicy, type Values } from "./pack/policy";
import { types } from "./pack/resource-types";

/**
 * A cookie that names a target group beats its weight: clients stay on a colour that was taken out of service, and get
 * 503 when its tasks are gone. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
 */
export const forwardsPinNobody = resourcePolicy({
  name: "forwards-pin-nobody",
  description: "No forwarding rule keeps clients on a target group, whatever its weight has become.",
  level: "mandatory",
  types: [types.listenerRule, types.listener],
  defaults: { longestSeconds: 0 },
  check: (resource, { longestSeconds }) =>
    forwardsOf(resource).flatMap(({ stickiness }) => problemsOf(stickiness, longestSeconds)),
});

const problemsOf = (stickiness: Values, longestSeconds: number): readonly string[] => {
  const seconds = numberOf(valueAt(stickiness, "duration"));
  const pins = mayBeTrue(stickiness["enabled"]) && !Number.isNaN(seconds) && seconds > longestSeconds;
  if (!pins) return [];
  const allowed = longestSeconds === 0 ? "none" : `${longestSeconds} s at most`;
  return [
    `Keeps clients on a target group for ${seconds} s, allowed: ${allowed}. Leave \`stickiness\` out: ` +
      "a weight of 0 or a taken-back ramp doesn't reach a client with such a cookie.",
  ];
};
