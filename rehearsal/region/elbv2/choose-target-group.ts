import type { ForwardActionConfig, TargetGroupTuple } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { RouteContext, RoutedRequest } from "./route";
import { groupOfCookie, stickyCookie } from "./sticky-cookie";

/** The group that a request goes to, and the cookie that holds a client to it. */
export interface TargetGroupChoice {
  readonly targetGroupArn: string;
  readonly cookie?: string;
}

/**
 * The group that the client's cookie names while stickiness is on (whatever its weight has become), else one by weight; undefined where all weights are 0.
 * There is no failover from a group without healthy targets to another.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#forward-actions
 */
export const chooseTargetGroup = (
  config: ForwardActionConfig | undefined,
  { headers }: Pick<RoutedRequest, "headers">,
  { now, random }: Pick<RouteContext, "now" | "random">,
): TargetGroupChoice | undefined => {
  const tuples = config?.TargetGroups ?? [];
  const { Enabled = false, DurationSeconds = 0 } = config?.TargetGroupStickinessConfig ?? {};
  if (!Enabled) return choiceOf(byWeight(tuples, random));
  const pinned = groupOfCookie(headers["cookie"], now);
  if (tuples.some(({ TargetGroupArn }) => TargetGroupArn === pinned)) return choiceOf(pinned);
  const choice = choiceOf(byWeight(tuples, random));
  return choice && { ...choice, cookie: stickyCookie(choice.targetGroupArn, now, DurationSeconds) };
};

const choiceOf = (targetGroupArn: string | undefined): TargetGroupChoice | undefined =>
  targetGroupArn === undefined ? undefined : { targetGroupArn };

const byWeight = (tuples: readonly TargetGroupTuple[], random: () => number): string | undefined => {
  const total = tuples.reduce((sum, { Weight = 1 }) => sum + Weight, 0);
  let left = random() * total;
  for (const { TargetGroupArn, Weight = 1 } of tuples) {
    if (left < Weight) return TargetGroupArn;
    left -= Weight;
  }
  return undefined;
};
