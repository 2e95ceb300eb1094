import type { Elbv2State, RuleRecord } from "./state";

/** The target groups that a rule forwards to, also with weight 0. */
export const groupsOfRule = ({ actions }: Pick<RuleRecord, "actions">): readonly string[] =>
  actions.flatMap(({ ForwardConfig }) =>
    (ForwardConfig?.TargetGroups ?? []).flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []),
  );

/**
 * Every target group that some rule or default action forwards to: only their targets are health-checked, all others are `unused`.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html (Target.NotInUse)
 */
export const groupsInUse = (rules: Elbv2State["rules"]): ReadonlySet<string> =>
  new Set(Object.values(rules).flatMap(groupsOfRule));

/** The load balancers that forward to a group: at most one. */
export const loadBalancersOf = ({ rules, listeners }: Elbv2State, targetGroupArn: string): string[] => [
  ...new Set(
    Object.values(rules)
      .filter((rule) => groupsOfRule(rule).includes(targetGroupArn))
      .flatMap(({ listenerArn }) => listeners[listenerArn]?.loadBalancerArn ?? []),
  ),
];
