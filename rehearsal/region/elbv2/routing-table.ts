import { AwsError, type CallContext } from "../operation";
import { groupsInUse, groupsOfRule } from "./groups-in-use";
import { requireListener } from "./records";
import { type Elbv2State, keptChanges, type RoutingVersion, type RuleRecord, type TargetGroupRecord } from "./state";
import { untestedHealth } from "./target-health";

/** Which operation changed which rules of a listener. */
export interface RuleChange {
  readonly operation: string;
  readonly listenerArn: string;
  readonly ruleArns: readonly string[];
}

/** Puts new rules in place: at once for every `Describe*`, node by node for the traffic. */
export const changeRules = (
  state: Elbv2State,
  edit: { readonly rules: Elbv2State["rules"]; readonly change: RuleChange },
  context: CallContext,
): Elbv2State => {
  const { rules, change } = edit;
  requireSingleLoadBalancer({ ...state, rules }, change.listenerArn);
  const { listenerArn } = change;
  const version: RoutingVersion = {
    at: context.now,
    propagationDelayMs: state.propagation.delayMs,
    rules: rulesInOrder(rules, listenerArn),
  };
  return {
    ...state,
    rules,
    routing: { ...state.routing, [listenerArn]: [...(state.routing[listenerArn] ?? []), version] },
    changes: [...state.changes, ...changesOf(change, version)].slice(-keptChanges),
    targetGroups: restartHealth(state, rules),
  };
};

/** A listener's rules in the order in which they are tried: by priority, the default rule last. */
export const rulesInOrder = (rules: Elbv2State["rules"], listenerArn: string): readonly RuleRecord[] =>
  Object.values(rules)
    .filter((rule) => rule.listenerArn === listenerArn)
    .sort((one, other) => rank(one) - rank(other));

const rank = ({ priority }: RuleRecord): number => (priority === "default" ? Number.POSITIVE_INFINITY : priority);

const changesOf = ({ operation, listenerArn, ruleArns }: RuleChange, { at, propagationDelayMs }: RoutingVersion) =>
  ruleArns.map((ruleArn) => ({ at, operation, listenerArn, ruleArn, propagationDelayMs }));

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html (load balancers per target group: 1) */
const requireSingleLoadBalancer = (state: Elbv2State, listenerArn: string): void => {
  const { loadBalancerArn } = requireListener(state, listenerArn);
  const own = new Set(rulesInOrder(state.rules, listenerArn).flatMap(groupsOfRule));
  for (const rule of Object.values(state.rules)) {
    const other = state.listeners[rule.listenerArn]?.loadBalancerArn;
    const shared = groupsOfRule(rule).find((arn) => own.has(arn));
    if (shared === undefined || other === loadBalancerArn) continue;
    throw new AwsError(
      "TargetGroupAssociationLimitException",
      `The target group ${shared} is already used by ${other}: a target group serves one load balancer.`,
    );
  }
};

/** Targets of a group that comes into use start their health checks from nothing. */
const restartHealth = (state: Elbv2State, rules: Elbv2State["rules"]): Elbv2State["targetGroups"] => {
  const before = groupsInUse(state.rules);
  const fresh = [...groupsInUse(rules)].filter((arn) => !before.has(arn));
  const updates = fresh.flatMap((arn) => state.targetGroups[arn] ?? []).map((group) => [group.arn, restarted(group)]);
  return { ...state.targetGroups, ...Object.fromEntries(updates) };
};

const restarted = (group: TargetGroupRecord): TargetGroupRecord => ({
  ...group,
  targets: group.targets.map((target) => ({ ...target, health: untestedHealth })),
});
