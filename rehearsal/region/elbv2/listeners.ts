import { isDeepStrictEqual } from "node:util";
import type {
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  DeleteListenerOutput,
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener,
  ModifyListenerInput,
  ModifyListenerOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError, type Operation, type Operations } from "../operation";
import { newListenerArn, newRuleArn } from "./arns";
import { pageByMarker } from "./page-by-marker";
import { requireListener, requireLoadBalancer } from "./records";
import { invalid, notModelled, requireRange } from "./refusals";
import { removeListeners } from "./remove-listeners";
import { changeRules, rulesInOrder } from "./routing-table";
import type { Elbv2State, ListenerRecord, RuleRecord } from "./state";
import { withTags } from "./tags";
import { completeActions } from "./validate-actions";

/** Idempotent with the same settings: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html */
const createListener: Operation<CreateListenerInput, CreateListenerOutput> = (state, input, context) => {
  const loadBalancerArn = requireLoadBalancer(state.elbv2, input.LoadBalancerArn).arn;
  const { Port, Protocol } = requireHttp(input);
  const taken = onPort(state.elbv2, loadBalancerArn, Port);
  if (taken !== undefined) {
    if (isDeepStrictEqual(taken.input, input)) return { state, output: { Listeners: [describe(state.elbv2, taken)] } };
    throw duplicatePort(Port);
  }
  const actions = completeActions(state.elbv2, input.DefaultActions);
  const arn = newListenerArn(loadBalancerArn, context);
  const listener = { ListenerArn: arn, LoadBalancerArn: loadBalancerArn, Port, Protocol };
  const rule: RuleRecord = {
    arn: newRuleArn(arn, context),
    listenerArn: arn,
    priority: "default",
    conditions: [],
    actions,
  };
  const withListener: Elbv2State = {
    ...state.elbv2,
    listeners: { ...state.elbv2.listeners, [arn]: { arn, loadBalancerArn, input, listener } },
    tags: withTags(state.elbv2.tags, arn, input.Tags),
  };
  const edit = {
    rules: { ...withListener.rules, [rule.arn]: rule },
    change: { operation: "CreateListener", listenerArn: arn, ruleArns: [rule.arn] },
  };
  const elbv2 = changeRules(withListener, edit, context);
  return { state: { ...state, elbv2 }, output: { Listeners: [{ ...listener, DefaultActions: actions }] } };
};

const modifyListener: Operation<ModifyListenerInput, ModifyListenerOutput> = (state, input, context) => {
  const record = requireListener(state.elbv2, input.ListenerArn);
  const { Port, Protocol } = requireHttp({ ...record.listener, ...given(input) });
  const taken = onPort(state.elbv2, record.loadBalancerArn, Port);
  if (taken !== undefined && taken.arn !== record.arn) throw duplicatePort(Port);
  const changed: ListenerRecord = { ...record, listener: { ...record.listener, Port, Protocol } };
  const listeners = { ...state.elbv2.listeners, [record.arn]: changed };
  const elbv2 = modifyDefaultRule({ ...state.elbv2, listeners }, input, context);
  return { state: { ...state, elbv2 }, output: { Listeners: [describe(elbv2, changed)] } };
};

const given = ({ Port, Protocol }: ModifyListenerInput) => ({
  ...(Port === undefined ? {} : { Port }),
  ...(Protocol === undefined ? {} : { Protocol }),
});

const modifyDefaultRule = (
  state: Elbv2State,
  { ListenerArn = "", DefaultActions }: ModifyListenerInput,
  context: Parameters<typeof changeRules>[2],
): Elbv2State => {
  const rule = rulesInOrder(state.rules, ListenerArn).at(-1);
  if (DefaultActions === undefined || rule === undefined) return state;
  const actions = completeActions(state, DefaultActions);
  const rules = { ...state.rules, [rule.arn]: { ...rule, actions } };
  const change = { operation: "ModifyListener", listenerArn: ListenerArn, ruleArns: [rule.arn] };
  return changeRules(state, { rules, change }, context);
};

const describeListeners: Operation<DescribeListenersInput, DescribeListenersOutput> = (state, input) => {
  const { ListenerArns, LoadBalancerArn } = input;
  if (ListenerArns === undefined && LoadBalancerArn === undefined) {
    throw invalid("Pass either a LoadBalancerArn or ListenerArns.");
  }
  const records =
    ListenerArns?.map((arn) => requireListener(state.elbv2, arn)) ??
    listenersOf(state.elbv2, requireLoadBalancer(state.elbv2, LoadBalancerArn).arn);
  const { items, next } = pageByMarker(records, input);
  return { state, output: { Listeners: items.map((record) => describe(state.elbv2, record)), ...next } };
};

const deleteListener: Operation<DeleteListenerInput, DeleteListenerOutput> = (state, { ListenerArn }, context) => {
  const record = requireListener(state.elbv2, ListenerArn);
  return { state: { ...state, elbv2: removeListeners(state.elbv2, [record], context) }, output: {} };
};

const listenersOf = ({ listeners }: Elbv2State, loadBalancerArn: string): readonly ListenerRecord[] =>
  Object.values(listeners).filter((record) => record.loadBalancerArn === loadBalancerArn);

const onPort = (state: Elbv2State, loadBalancerArn: string, port: number): ListenerRecord | undefined =>
  listenersOf(state, loadBalancerArn).find(({ listener }) => listener.Port === port);

const describe = ({ rules }: Elbv2State, { arn, listener }: ListenerRecord): Listener => ({
  ...listener,
  DefaultActions: [...(rulesInOrder(rules, arn).at(-1)?.actions ?? [])],
});

const requireHttp = ({ Port, Protocol }: Pick<CreateListenerInput, "Port" | "Protocol">) => {
  if (Protocol !== "HTTP") throw notModelled(`listeners for ${Protocol}: use HTTP in the rehearsal`);
  if (Port === undefined) throw invalid("Port is missing: pass 1 to 65535.");
  requireRange("Port", Port, [1, 65_535]);
  return { Port, Protocol };
};

const duplicatePort = (port: number): AwsError =>
  new AwsError("DuplicateListenerException", `A listener on port ${port} already exists for this load balancer.`);

/** What makes, shows, changes and removes listeners. */
export const listenerOperations: Operations = {
  CreateListener: createListener,
  DescribeListeners: describeListeners,
  ModifyListener: modifyListener,
  DeleteListener: deleteListener,
};
