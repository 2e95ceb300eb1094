import { isRecord, unknownValue, valueAt } from "./known-values";
import type { ResourceFacts, Values } from "./policy";

/** Where a rule, or a listener by default, sends requests to. */
export interface Forward {
  /** Undefined where the groups aren't known yet. */
  readonly groups: readonly Values[] | undefined;
  /** Empty where it is left out or not known yet. */
  readonly stickiness: Values;
}

/** The forwarding actions of a rule or a listener. */
export const forwardsOf = ({ props }: Pick<ResourceFacts, "props">): readonly Forward[] =>
  [props["actions"], props["defaultActions"]]
    .flat()
    .filter(isRecord)
    .filter(({ type }) => type === "forward")
    .map((action) => ({ groups: groupsOf(action), stickiness: stickinessOf(action) }));

const stickinessOf = (action: Values): Values => {
  const stickiness = valueAt(action, "forward", "stickiness");
  return isRecord(stickiness) ? stickiness : {};
};

/** `targetGroupArn` is the short form for one group. */
const groupsOf = (action: Values): readonly Values[] | undefined => {
  const groups = valueAt(action, "forward", "targetGroups");
  if (Array.isArray(groups)) return groups.map((group) => (isRecord(group) ? group : unknownGroup));
  return groups === unknownValue ? undefined : [{ arn: action["targetGroupArn"], weight: 100 }];
};

const unknownGroup: Values = { arn: unknownValue, weight: unknownValue };
