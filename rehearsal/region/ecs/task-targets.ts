import type {
  DescribeTargetGroupsCommandOutput,
  DescribeTargetHealthCommandOutput,
  TargetHealth,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbv2Operations } from "../elbv2/operations";
import { AwsError, type CallContext, type Transition } from "../operation";
import type { RegionState } from "../state";
import type { TaskTarget } from "./state";

/** Registers targets one by one, as the service scheduler does with its own role; a group that is gone takes none. */
export const registerTargets = (
  state: RegionState,
  targets: readonly TaskTarget[],
  context: CallContext,
): RegionState => callForEach(state, { operation: "RegisterTargets", targets }, context);

/** Takes targets out; those whose group is gone already need nothing. */
export const deregisterTargets = (
  state: RegionState,
  targets: readonly TaskTarget[],
  context: CallContext,
): RegionState => callForEach(state, { operation: "DeregisterTargets", targets }, context);

const callForEach = (
  state: RegionState,
  { operation, targets }: { readonly operation: string; readonly targets: readonly TaskTarget[] },
  context: CallContext,
): RegionState =>
  targets.reduce((current, target) => {
    try {
      return callElbv2(current, { operation, input: inputOf(target) }, context).state;
    } catch (error) {
      if (isMissingGroup(error)) return current;
      throw error;
    }
  }, state);

/** What the load balancer says of a target; undefined once it isn't registered any more (or its group is gone). */
export const targetHealth = (
  state: RegionState,
  target: TaskTarget,
  context: CallContext,
): TargetHealth | undefined => {
  try {
    const input = { TargetGroupArn: target.targetGroupArn };
    const output = callElbv2(state, { operation: "DescribeTargetHealth", input }, context)
      .output as DescribeTargetHealthCommandOutput;
    return output.TargetHealthDescriptions?.find(
      ({ Target }) => Target?.Id === target.id && Target.Port === target.port,
    )?.TargetHealth;
  } catch (error) {
    if (isMissingGroup(error)) return undefined;
    throw error;
  }
};

/**
 * A service can only be created on a target group that a load balancer uses.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 */
export const requireLoadBalancer = (state: RegionState, targetGroupArn: string, context: CallContext): void => {
  const arns = loadBalancersOf(state, targetGroupArn, context);
  if (arns === undefined) {
    throw new AwsError(
      "InvalidParameterException",
      `The target group with targetGroupArn ${targetGroupArn} does not exist.`,
    );
  }
  if (arns.length > 0) return;
  throw new AwsError(
    "InvalidParameterException",
    `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
  );
};

const loadBalancersOf = (state: RegionState, arn: string, context: CallContext): readonly string[] | undefined => {
  try {
    const input = { TargetGroupArns: [arn] };
    const output = callElbv2(state, { operation: "DescribeTargetGroups", input }, context)
      .output as DescribeTargetGroupsCommandOutput;
    return output.TargetGroups?.[0]?.LoadBalancerArns ?? [];
  } catch (error) {
    if (isMissingGroup(error)) return undefined;
    throw error;
  }
};

const inputOf = ({ targetGroupArn, id, port }: TaskTarget) => ({
  TargetGroupArn: targetGroupArn,
  Targets: [{ Id: id, Port: port }],
});

const isMissingGroup = (error: unknown): boolean =>
  error instanceof AwsError && error.code.startsWith("TargetGroupNotFound");

const callElbv2 = (
  state: RegionState,
  { operation, input }: { readonly operation: string; readonly input: object },
  context: CallContext,
): Transition => {
  const transition = elbv2Operations[operation];
  if (transition === undefined) {
    throw new AwsError("NotModelled", `The rehearsal's region does not model elbv2:${operation}.`, 501);
  }
  return transition(state, input as never, context);
};
