import type {
  CreateRuleInput,
  CreateRuleOutput,
  DeleteRuleInput,
  DeleteRuleOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError, type Operation, type Operations } from "../operation";
import { newRuleArn } from "./arns";
import { describeRule } from "./describe-rule";
import { pageByMarker } from "./page-by-marker";
import { requireListener, requireRule, without } from "./records";
import { invalid } from "./refusals";
import { changeRules, rulesInOrder } from "./routing-table";
import { requireFreePriority, setRulePriorities } from "./rule-priorities";
import type { Elbv2State, RuleRecord } from "./state";
import { withTags } from "./tags";
import { completeActions } from "./validate-actions";
import { completeConditions } from "./validate-conditions";

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html (rules per load balancer, default rules not counted) */
const maxRules = 100;

const createRule: Operation<CreateRuleInput, CreateRuleOutput> = (state, input, context) => {
  const { arn: listenerArn, loadBalancerArn } = requireListener(state.elbv2, input.ListenerArn);
  requireRoom(state.elbv2, loadBalancerArn);
  const priority = requireFreePriority(state.elbv2.rules, listenerArn, input.Priority);
  const conditions = completeConditions(input.Conditions);
  const actions = completeActions(state.elbv2, input.Actions);
  const arn = newRuleArn(listenerArn, context);
  const rule: RuleRecord = { arn, listenerArn, priority, conditions, actions };
  const edit = {
    rules: { ...state.elbv2.rules, [arn]: rule },
    change: { operation: "CreateRule", listenerArn, ruleArns: [arn] },
  };
  const tagged = { ...state.elbv2, tags: withTags(state.elbv2.tags, arn, input.Tags) };
  const elbv2 = changeRules(tagged, edit, context);
  return { state: { ...state, elbv2 }, output: { Rules: [describeRule(rule)] } };
};

const requireRoom = ({ rules, listeners }: Elbv2State, loadBalancerArn: string): void => {
  const count = Object.values(rules).filter(
    ({ listenerArn, priority }) =>
      priority !== "default" && listeners[listenerArn]?.loadBalancerArn === loadBalancerArn,
  ).length;
  if (count < maxRules) return;
  throw new AwsError("TooManyRulesException", `The load balancer has ${count} rules already: at most ${maxRules}.`);
};

/** What isn't passed stays as it is: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html */
const modifyRule: Operation<ModifyRuleInput, ModifyRuleOutput> = (state, input, context) => {
  const before = requireRule(state.elbv2, input.RuleArn);
  refuseDefault(before, "ModifyListener");
  const rule: RuleRecord = {
    ...before,
    conditions: input.Conditions === undefined ? before.conditions : completeConditions(input.Conditions),
    actions: input.Actions === undefined ? before.actions : completeActions(state.elbv2, input.Actions),
  };
  const edit = {
    rules: { ...state.elbv2.rules, [rule.arn]: rule },
    change: { operation: "ModifyRule", listenerArn: rule.listenerArn, ruleArns: [rule.arn] },
  };
  const elbv2 = changeRules(state.elbv2, edit, context);
  return { state: { ...state, elbv2 }, output: { Rules: [describeRule(rule)] } };
};

const deleteRule: Operation<DeleteRuleInput, DeleteRuleOutput> = (state, { RuleArn }, context) => {
  const { arn, listenerArn, ...rule } = requireRule(state.elbv2, RuleArn);
  refuseDefault(rule, "DeleteListener");
  const edit = {
    rules: without(state.elbv2.rules, arn),
    change: { operation: "DeleteRule", listenerArn, ruleArns: [arn] },
  };
  const elbv2 = changeRules({ ...state.elbv2, tags: without(state.elbv2.tags, arn) }, edit, context);
  return { state: { ...state, elbv2 }, output: {} };
};

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteRule.html ("You can't delete the default rule") */
const refuseDefault = ({ priority }: Pick<RuleRecord, "priority">, instead: string): void => {
  if (priority !== "default") return;
  throw new AwsError("OperationNotPermittedException", `A default rule cannot be changed by itself: use ${instead}.`);
};

const describeRules: Operation<DescribeRulesInput, DescribeRulesOutput> = (state, input) => {
  const { RuleArns, ListenerArn } = input;
  if ((RuleArns === undefined) === (ListenerArn === undefined)) {
    throw invalid("Pass either a ListenerArn or RuleArns, not both.");
  }
  const records =
    RuleArns?.map((arn) => requireRule(state.elbv2, arn)) ??
    rulesInOrder(state.elbv2.rules, requireListener(state.elbv2, ListenerArn).arn);
  const { items, next } = pageByMarker(records, input);
  return { state, output: { Rules: items.map(describeRule), ...next } };
};

/** What makes, shows, changes, orders and removes rules. */
export const ruleOperations: Operations = {
  CreateRule: createRule,
  DescribeRules: describeRules,
  ModifyRule: modifyRule,
  DeleteRule: deleteRule,
  SetRulePriorities: setRulePriorities,
};
