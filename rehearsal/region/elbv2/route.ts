import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { chooseTarget } from "./choose-target";
import { chooseTargetGroup } from "./choose-target-group";
import { matchesRule } from "./match-condition";
import { type LoadBalancerNode, rulesAtNode } from "./propagation";
import { redirectLocation } from "./redirect-location";
import type { Elbv2State, RuleRecord } from "./state";

/** A request as far as rules look at it. */
export interface RoutedRequest {
  readonly method: string;
  /** With the query string, for example `/orders?page=2`. */
  readonly path: string;
  /** The Host header, with or without a port. */
  readonly host: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What a choice depends on besides state and request. */
export interface RouteContext extends LoadBalancerNode {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** How many requests this node has sent to a target group so far: the round robin's position. */
  readonly turn: (targetGroupArn: string) => number;
}

/** What a load balancer's node does with a request. */
export type RouteDecision =
  | {
      readonly kind: "forward";
      readonly ruleArn: string;
      readonly targetGroupArn: string;
      readonly targetId: string;
      readonly port: number;
      /** A `Set-Cookie` value, where the rule's stickiness begins with this request. */
      readonly cookie?: string;
    }
  | {
      readonly kind: "fixed-response";
      readonly ruleArn: string;
      readonly statusCode: number;
      readonly contentType: string;
      readonly body: string;
    }
  | {
      readonly kind: "redirect";
      readonly ruleArn: string;
      readonly statusCode: 301 | 302;
      readonly location: string;
    }
  /** A 503: no rule, no group with a weight, or no target in the group. */
  | { readonly kind: "no-target"; readonly ruleArn?: string; readonly targetGroupArn?: string };

/** What the node does with a request on a listener: the first rule by priority whose conditions all hold decides. */
export const route = (
  state: Elbv2State,
  ask: { readonly listenerArn: string; readonly request: RoutedRequest },
  context: RouteContext,
): RouteDecision => {
  const rules = rulesAtNode(state.routing[ask.listenerArn] ?? [], context, context.now);
  const rule = rules.find((candidate) => matchesRule(candidate, ask.request));
  const [action] = rule?.actions ?? [];
  if (rule === undefined || action === undefined) return { kind: "no-target" };
  switch (action.Type) {
    case "fixed-response":
      return fixedResponse(rule, action);
    case "redirect":
      return redirect(rule, action, { ...ask, listenerPort: state.listeners[ask.listenerArn]?.listener.Port ?? 80 });
    default:
      return forward(state, { rule, action, request: ask.request }, context);
  }
};

const fixedResponse = ({ arn }: RuleRecord, { FixedResponseConfig }: Action): RouteDecision => ({
  kind: "fixed-response",
  ruleArn: arn,
  statusCode: Number(FixedResponseConfig?.StatusCode),
  contentType: FixedResponseConfig?.ContentType ?? "text/plain",
  body: FixedResponseConfig?.MessageBody ?? "",
});

const redirect = (
  { arn }: RuleRecord,
  { RedirectConfig }: Action,
  { request, listenerPort }: { readonly request: RoutedRequest; readonly listenerPort: number },
): RouteDecision => ({
  kind: "redirect",
  ruleArn: arn,
  statusCode: RedirectConfig?.StatusCode === "HTTP_302" ? 302 : 301,
  location: redirectLocation(RedirectConfig, request, listenerPort),
});

const forward = (
  state: Elbv2State,
  { rule, action, request }: { readonly rule: RuleRecord; readonly action: Action; readonly request: RoutedRequest },
  context: RouteContext,
): RouteDecision => {
  const choice = chooseTargetGroup(action.ForwardConfig, request, context);
  if (choice === undefined) return { kind: "no-target", ruleArn: rule.arn };
  const { targetGroupArn, cookie } = choice;
  const target = chooseTarget(state.targetGroups[targetGroupArn]?.targets ?? [], context, context.turn(targetGroupArn));
  if (target === undefined) return { kind: "no-target", ruleArn: rule.arn, targetGroupArn };
  const forwarded = { targetGroupArn, targetId: target.id, port: target.port };
  return { kind: "forward", ruleArn: rule.arn, ...forwarded, ...(cookie === undefined ? {} : { cookie }) };
};
