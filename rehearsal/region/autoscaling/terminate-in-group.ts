import type { TerminateInstanceInAutoScalingGroupCommandInput } from "@aws-sdk/client-auto-scaling";
import { AwsError, type Operation } from "../operation";
import { groupOf, putGroup } from "./group-records";
import { letGo } from "./lifecycle-waits";

/**
 * Lets one instance go, by way of the group's hooks; with a decrement the group doesn't replace it, which its minimum must allow.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html
 */
export const terminateInstanceInAutoScalingGroup: Operation<TerminateInstanceInAutoScalingGroupCommandInput> = (
  state,
  { InstanceId = "", ShouldDecrementDesiredCapacity },
  context,
) => {
  const instance = state.ec2.instances[InstanceId];
  const isThere = instance !== undefined && instance.state !== "terminated";
  if (!isThere || instance.owner.kind !== "auto-scaling-group") {
    throw new AwsError(
      "ValidationError",
      `Instance Id not found - No managed instance found for instance ID: ${InstanceId}`,
    );
  }
  const group = groupOf(state, instance.owner.autoScalingGroupName);
  const leaving = { instanceId: InstanceId, destination: "EC2" } as const;
  if (ShouldDecrementDesiredCapacity !== true) return { state: letGo(state, leaving, context), output: {} };
  if (group.desiredCapacity <= group.minSize) {
    throw new AwsError(
      "ValidationError",
      `Currently, desiredSize equals minSize (${group.minSize}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
    );
  }
  const smaller = putGroup(state, { ...group, desiredCapacity: group.desiredCapacity - 1 });
  return { state: letGo(smaller, leaving, context), output: {} };
};
