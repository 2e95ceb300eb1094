import type {
  CreateRuleInput,
  CreateRuleOutput,
  DescribeRulesOutput,
  ModifyRuleInput,
  Rule,
  SetRulePrioritiesInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveResource, type LiveType, type LiveUpdate } from "../../live-type";
import { numberIn, objectsIn, type Properties, textIn } from "../../properties";
import { tagsOf } from "../tags";
import { toActions, withLiveWeights } from "./actions";
import { conditionsOf } from "./conditions";
import { updateElbv2Tags } from "./tag-elbv2";

const notFound = ["RuleNotFound", "RuleNotFoundException"];

/** `aws.lb.ListenerRule`. */
export const listenerRule: LiveType = {
  create: async (inputs, context) => {
    refuseTransforms(inputs);
    const input: CreateRuleInput = {
      ListenerArn: textIn(inputs, "listenerArn"),
      Priority: numberIn(inputs, "priority") ?? (await nextPriority(inputs, context)),
      Conditions: conditionsOf(inputs),
      Actions: toActions(objectsIn(inputs, "actions"), { sendsStickiness: false }),
      Tags: tagsOf(inputs),
    };
    const answer = await context.send<CreateRuleOutput>("elbv2", "CreateRule", input);
    const resource = toResource(answer.Rules?.[0] ?? {});
    context.keep(resource);
    return resource;
  },
  read: async ({ id, state }, { send }) => {
    const request = send<DescribeRulesOutput>("elbv2", "DescribeRules", { RuleArns: [id] });
    const found = (await unlessRefused(request, notFound))?.Rules?.[0];
    if (found === undefined) return undefined;
    const actions = withLiveWeights(objectsIn(state, "actions"), found.Actions ?? []);
    return { ...toResource(found), inputs: { actions, priority: priorityOf(found) } };
  },
  update: async (change, context) => {
    refuseTransforms(change.news);
    await updatePriority(change, context);
    await modifyRule(change, context);
    await updateElbv2Tags(change, context);
    return {};
  },
  delete: async ({ id }, { send }) => {
    await unlessRefused(send("elbv2", "DeleteRule", { RuleArn: id }), notFound);
  },
  filledIn: ["priority"],
};

/** A priority alone is changed without a ModifyRule. */
const updatePriority = async (change: LiveUpdate, { send }: LiveContext): Promise<void> => {
  if (!hasChanged(change, ["priority"])) return;
  const Priority = numberIn(change.news, "priority");
  if (Priority === undefined) return;
  const input: SetRulePrioritiesInput = { RulePriorities: [{ RuleArn: change.id, Priority }] };
  await send("elbv2", "SetRulePriorities", input);
};

/** Sends the whole list of what changed, actions or conditions, and not the other. */
const modifyRule = async (change: LiveUpdate, { send }: LiveContext): Promise<void> => {
  const { id, news } = change;
  if (!hasChanged(change, ["actions", "conditions"])) return;
  const input: ModifyRuleInput = {
    RuleArn: id,
    Actions: hasChanged(change, ["actions"])
      ? toActions(objectsIn(news, "actions"), { sendsStickiness: true })
      : undefined,
    Conditions: hasChanged(change, ["conditions"]) ? conditionsOf(news) : undefined,
  };
  await send("elbv2", "ModifyRule", input);
};

/** One behind the last, where the program doesn't say. */
const nextPriority = async (inputs: Properties, { send }: LiveContext): Promise<number> => {
  const input = { ListenerArn: textIn(inputs, "listenerArn") };
  const { Rules = [] } = await send<DescribeRulesOutput>("elbv2", "DescribeRules", input);
  return Math.max(0, ...Rules.map((rule) => priorityOf(rule) ?? 0)) + 1;
};

const refuseTransforms = (inputs: Properties): void => {
  if (objectsIn(inputs, "transforms").length === 0) return;
  throw new Error("The rehearsal does not model the property transforms of a listener rule.");
};

const toResource = (found: Rule): LiveResource => {
  const arn = found.RuleArn ?? "";
  return { id: arn, outputs: { arn, priority: priorityOf(found) } };
};

const priorityOf = ({ Priority }: Rule): number | undefined =>
  Priority === undefined || Priority === "default" ? undefined : Number(Priority);
