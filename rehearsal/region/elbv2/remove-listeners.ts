import type { CallContext } from "../operation";
import { without } from "./records";
import { rulesInOrder } from "./routing-table";
import { type Elbv2State, keptChanges, type ListenerRecord } from "./state";

/** Takes listeners away together with their rules, at once. */
export const removeListeners = (
  state: Elbv2State,
  listeners: readonly ListenerRecord[],
  { now }: CallContext,
): Elbv2State => {
  const listenerArns = listeners.map(({ arn }) => arn);
  const ruleArns = listenerArns.flatMap((arn) => rulesInOrder(state.rules, arn).map((rule) => rule.arn));
  const removals = listenerArns.map((listenerArn) => ({
    at: now,
    operation: "DeleteListener",
    listenerArn,
    ruleArn: listenerArn,
    propagationDelayMs: 0,
  }));
  return {
    ...state,
    listeners: without(state.listeners, ...listenerArns),
    rules: without(state.rules, ...ruleArns),
    routing: without(state.routing, ...listenerArns),
    tags: without(state.tags, ...listenerArns, ...ruleArns),
    changes: [...state.changes, ...removals].slice(-keptChanges),
  };
};
