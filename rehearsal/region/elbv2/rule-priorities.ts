import type { SetRulePrioritiesInput, SetRulePrioritiesOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError, type Operation } from "../operation";
import { describeRule } from "./describe-rule";
import { requireRule, without } from "./records";
import { invalid, requireRange } from "./refusals";
import { changeRules } from "./routing-table";
import type { Elbv2State, RuleRecord } from "./state";

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
const priorityRange = [1, 50_000] as const;

/** The priority, if no rule of the listener has it yet. */
export const requireFreePriority = (
  rules: Elbv2State["rules"],
  listenerArn: string,
  priority: number | undefined,
): number => {
  if (priority === undefined) throw invalid("Priority is missing: pass 1 to 50000.");
  requireRange("Priority", priority, priorityRange);
  const holder = Object.values(rules).find((rule) => rule.listenerArn === listenerArn && rule.priority === priority);
  if (holder === undefined) return priority;
  throw new AwsError("PriorityInUseException", `Priority '${priority}' is currently in use by ${holder.arn}.`);
};

/** All at once, so two rules can swap; rules that aren't named keep theirs: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html */
export const setRulePriorities: Operation<SetRulePrioritiesInput, SetRulePrioritiesOutput> = (
  state,
  { RulePriorities = [] },
  context,
) => {
  const moved = RulePriorities.map(({ RuleArn, Priority }) => {
    const rule = requireRule(state.elbv2, RuleArn);
    if (rule.priority === "default") {
      throw new AwsError("OperationNotPermittedException", "A default rule has no priority to set.");
    }
    return { rule, Priority };
  });
  const [first] = moved;
  if (first === undefined) throw invalid("RulePriorities is empty: pass at least one.");
  const rules = moved.reduce(
    (placed, { rule, Priority }) => {
      const priority = requireFreePriority(placed, rule.listenerArn, Priority);
      return Object.assign(placed, { [rule.arn]: { ...rule, priority } });
    },
    without(state.elbv2.rules, ...moved.map(({ rule }) => rule.arn)),
  );
  const changed = moved.flatMap(({ rule }) => rules[rule.arn] ?? []);
  const elbv2 = byListener(changed).reduce(
    (current, [listenerArn, ruleArns]) =>
      changeRules(current, { rules, change: { operation: "SetRulePriorities", listenerArn, ruleArns } }, context),
    state.elbv2,
  );
  return { state: { ...state, elbv2 }, output: { Rules: changed.map(describeRule) } };
};

const byListener = (rules: readonly RuleRecord[]): (readonly [string, readonly string[]])[] =>
  [...new Set(rules.map(({ listenerArn }) => listenerArn))].map((listenerArn) => [
    listenerArn,
    rules.filter((rule) => rule.listenerArn === listenerArn).map(({ arn }) => arn),
  ]);
