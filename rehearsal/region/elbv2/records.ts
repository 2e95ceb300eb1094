import { AwsError } from "../operation";
import type { RegionState } from "../state";
import type { Elbv2State, ListenerRecord, LoadBalancerRecord, RuleRecord, TargetGroupRecord } from "./state";

/** The region after changes to its load balancing slice. */
export const updateElbv2 = (state: RegionState, changes: Partial<Elbv2State>): RegionState => ({
  ...state,
  elbv2: { ...state.elbv2, ...changes },
});

/** The load balancer, or `LoadBalancerNotFoundException`. */
export const requireLoadBalancer = ({ loadBalancers }: Elbv2State, arn: string | undefined): LoadBalancerRecord =>
  found(loadBalancers, arn, "LoadBalancer");

/** The listener, or `ListenerNotFoundException`. */
export const requireListener = ({ listeners }: Elbv2State, arn: string | undefined): ListenerRecord =>
  found(listeners, arn, "Listener");

/** The rule, or `RuleNotFoundException`. */
export const requireRule = ({ rules }: Elbv2State, arn: string | undefined): RuleRecord => found(rules, arn, "Rule");

/** The target group, or `TargetGroupNotFoundException`. */
export const requireTargetGroup = ({ targetGroups }: Elbv2State, arn: string | undefined): TargetGroupRecord =>
  found(targetGroups, arn, "TargetGroup");

/** The record without one key. */
export const without = <Value>(
  records: Readonly<Record<string, Value>>,
  ...keys: readonly string[]
): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(records).filter(([key]) => !keys.includes(key)));

const found = <Value>(records: Readonly<Record<string, Value>>, arn: string | undefined, kind: string): Value => {
  const record = arn === undefined ? undefined : records[arn];
  if (record !== undefined) return record;
  throw new AwsError(
    `${kind}NotFoundException`,
    `There is no ${kind} ${arn}: pass the ARN that its creation returned.`,
  );
};
