import {
  type AutoScalingClient,
  type AutoScalingGroup as AwsGroup,
  DescribeAutoScalingGroupsCommand,
  type Instance,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import type { Retry } from "./drain-retry";

/** One instance as its group knows it. */
export interface GroupMember {
  readonly instanceId: string;
  /** For example `InService` or `Terminating:Wait`. */
  readonly lifecycleState: string;
  readonly instanceType: string;
  /** Of the launch template that it was launched from. */
  readonly templateVersion: number;
}

/** A group with its instances. */
export interface ScalingGroup {
  readonly desired: number;
  readonly maximum: number;
  readonly templateId: string;
  readonly instanceTypes: readonly string[];
  readonly subnetIds: readonly string[];
  readonly members: readonly GroupMember[];
}

/** Auto Scaling groups whose instances come from a launch template. */
export interface ScalingGroups {
  describe(groupName: string): Promise<ScalingGroup>;
  /** Sets the desired capacity, and the maximum to the same. */
  resize(groupName: string, desired: number): Promise<void>;
  /** Has the group end an instance, by way of its lifecycle hooks, and not replace it; one that is gone is no error. */
  terminate(instanceId: string): Promise<void>;
}

/** Groups through the Auto Scaling API. */
export const createScalingGroups = (groups: Pick<AutoScalingClient, "send">, retry: Retry): ScalingGroups => ({
  describe: async (groupName) => {
    const { AutoScalingGroups: found = [] } = await retry(() =>
      groups.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] })),
    );
    const group = found.find(({ AutoScalingGroupName: name }) => name === groupName);
    if (group === undefined)
      throw new Error(`Auto Scaling group ${groupName} doesn't exist. Check the name and the region.`);
    return toGroup(group);
  },
  resize: async (groupName, desired) => {
    const sizes = { MaxSize: desired, DesiredCapacity: desired };
    await retry(() => groups.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: groupName, ...sizes })));
  },
  terminate: async (instanceId) => {
    const input = { InstanceId: instanceId, ShouldDecrementDesiredCapacity: true };
    await retry(() => groups.send(new TerminateInstanceInAutoScalingGroupCommand(input))).catch(ignoreGone);
  },
});

const toGroup = (group: AwsGroup): ScalingGroup => {
  const { LaunchTemplate: mixed } = group.MixedInstancesPolicy ?? {};
  const specification = group.LaunchTemplate ?? mixed?.LaunchTemplateSpecification;
  return {
    desired: group.DesiredCapacity ?? 0,
    maximum: group.MaxSize ?? 0,
    templateId: specification?.LaunchTemplateId ?? "",
    instanceTypes: (mixed?.Overrides ?? []).flatMap(({ InstanceType }) => InstanceType ?? []),
    subnetIds: (group.VPCZoneIdentifier ?? "").split(",").flatMap((id) => (id === "" ? [] : [id.trim()])),
    members: (group.Instances ?? []).map(toMember),
  };
};

const toMember = ({ InstanceId = "", LifecycleState, InstanceType = "", LaunchTemplate }: Instance): GroupMember => ({
  instanceId: InstanceId,
  lifecycleState: LifecycleState ?? "",
  instanceType: InstanceType,
  templateVersion: Number(LaunchTemplate?.Version ?? 0),
});

/** "Instance Id not found" comes as a ValidationError. */
const ignoreGone = (error: unknown): void => {
  if (!(error instanceof Error && error.name === "ValidationError" && /not found/i.test(error.message))) throw error;
};
