import type {
  AutoScalingGroup,
  CreateAutoScalingGroupCommandInput,
  DeleteAutoScalingGroupCommandInput,
  DescribeAutoScalingGroupsCommandInput,
  LifecycleState,
  UpdateAutoScalingGroupCommandInput,
} from "@aws-sdk/client-auto-scaling";
import { validateLaunch } from "../ec2/launch-instance";
import type { InstanceRecord } from "../ec2/state";
import { terminateInstance } from "../ec2/terminate-instance";
import { AwsError, type Operation } from "../operation";
import { pageOf } from "../page";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import { launchOf } from "./group-launch";
import { groupOf, instancesOfGroup, putGroup } from "./group-records";
import { waitOf } from "./lifecycle-waits";
import type { AutoScalingGroupRecord } from "./state";

/** Creates a group; its instances come with time. */
export const createAutoScalingGroup: Operation<CreateAutoScalingGroupCommandInput> = (state, input, context) => {
  const { accountId, region, now, random } = context;
  const name = input.AutoScalingGroupName ?? "";
  if (state.autoscaling.groups[name] !== undefined) {
    throw new AwsError(
      "AlreadyExists",
      `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
    );
  }
  const id = [8, 4, 4, 4, 12].map((digits) => randomHex(random, digits)).join("-");
  const group: AutoScalingGroupRecord = {
    autoScalingGroupName: name,
    autoScalingGroupArn: `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:${id}:autoScalingGroupName/${name}`,
    minSize: input.MinSize ?? 0,
    maxSize: input.MaxSize ?? 0,
    desiredCapacity: input.DesiredCapacity ?? input.MinSize ?? 0,
    config: input,
    isDeleting: false,
    createdAt: now,
    hooks: {},
  };
  validate(state, group);
  return { state: putGroup(state, group), output: {} };
};

/** Changes sizes, template or subnets; instances that are there keep what they were launched with. */
export const updateAutoScalingGroup: Operation<UpdateAutoScalingGroupCommandInput> = (state, input) => {
  const group = groupOf(state, input.AutoScalingGroupName);
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const minSize = input.MinSize ?? group.minSize;
  const maxSize = input.MaxSize ?? group.maxSize;
  // A new minimum or maximum moves the desired capacity where none is named.
  // Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
  const desiredCapacity = input.DesiredCapacity ?? Math.min(maxSize, Math.max(minSize, group.desiredCapacity));
  const changed = { ...group, minSize, maxSize, desiredCapacity, config: { ...group.config, ...given } };
  validate(state, changed);
  return { state: putGroup(state, changed), output: {} };
};

/** All groups, or those named; a name that isn't there is left out. */
export const describeAutoScalingGroups: Operation<DescribeAutoScalingGroupsCommandInput> = (state, input) => {
  const names = input.AutoScalingGroupNames ?? [];
  const groups = Object.values(state.autoscaling.groups).filter(
    ({ autoScalingGroupName }) => names.length === 0 || names.includes(autoScalingGroupName),
  );
  const { items, nextToken } = pageOf(groups, { nextToken: input.NextToken, maxResults: input.MaxRecords }, 100);
  return {
    state,
    output: { AutoScalingGroups: items.map((group) => describe(state, group)), NextToken: nextToken },
  };
};

/**
 * With `ForceDelete` the instances go with the group, without waiting for lifecycle hooks; otherwise it must be empty.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html
 */
export const deleteAutoScalingGroup: Operation<DeleteAutoScalingGroupCommandInput> = (state, input, context) => {
  const group = groupOf(state, input.AutoScalingGroupName);
  const instances = instancesOfGroup(state, group.autoScalingGroupName);
  if (instances.length > 0 && input.ForceDelete !== true) {
    throw new AwsError(
      "ResourceInUse",
      "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.",
    );
  }
  const deleting = putGroup(state, { ...group, isDeleting: true, minSize: 0, maxSize: 0, desiredCapacity: 0 });
  const emptied = instances.reduce(
    (current, { instanceId }) => terminateInstance(current, instanceId, context),
    deleting,
  );
  return { state: emptied, output: {} };
};

const validate = (state: RegionState, group: AutoScalingGroupRecord): void => {
  const { autoScalingGroupName, minSize, maxSize, desiredCapacity, config } = group;
  if (!/^[^:]{1,255}$/.test(autoScalingGroupName)) {
    throw new AwsError(
      "ValidationError",
      `Group name ${JSON.stringify(autoScalingGroupName)} is not allowed: use 1 to 255 characters without a colon.`,
    );
  }
  if (minSize < 0 || desiredCapacity < minSize || desiredCapacity > maxSize) {
    throw new AwsError(
      "ValidationError",
      `Desired capacity:${desiredCapacity} must be between the specified min size:${minSize} and max size:${maxSize}`,
    );
  }
  const { subnetIds, ...launch } = launchOf(config);
  for (const subnetId of subnetIds) validateLaunch(state, { ...launch, subnetId });
};

const describe = (state: RegionState, group: AutoScalingGroupRecord): AutoScalingGroup => {
  const { config } = group;
  return {
    AutoScalingGroupName: group.autoScalingGroupName,
    AutoScalingGroupARN: group.autoScalingGroupArn,
    MinSize: group.minSize,
    MaxSize: group.maxSize,
    DesiredCapacity: group.desiredCapacity,
    DefaultCooldown: config.DefaultCooldown ?? 300,
    HealthCheckType: config.HealthCheckType ?? "EC2",
    HealthCheckGracePeriod: config.HealthCheckGracePeriod ?? 0,
    AvailabilityZones: [
      ...new Set(instancesOfGroup(state, group.autoScalingGroupName).map((instance) => instance.availabilityZone)),
    ],
    VPCZoneIdentifier: config.VPCZoneIdentifier,
    LaunchTemplate: config.LaunchTemplate,
    MixedInstancesPolicy: config.MixedInstancesPolicy,
    CapacityRebalance: config.CapacityRebalance,
    NewInstancesProtectedFromScaleIn: config.NewInstancesProtectedFromScaleIn ?? false,
    Instances: instancesOfGroup(state, group.autoScalingGroupName).map((instance) => describeMember(state, instance)),
    Status: group.isDeleting ? "Delete in progress" : undefined,
    CreatedTime: new Date(group.createdAt),
    Tags: (config.Tags ?? []).map((tag) => ({
      ...tag,
      ResourceId: group.autoScalingGroupName,
      ResourceType: "auto-scaling-group",
    })),
  };
};

const lifecycleStates = {
  pending: "Pending",
  running: "InService",
  stopping: "Warmed:Pending",
  stopped: "Warmed:Stopped",
  "shutting-down": "Terminating",
  terminated: "Terminated",
} as const;

/** Source of `Terminating:Retained`: https://docs.aws.amazon.com/autoscaling/ec2/userguide/configure-instance-retention.html */
const lifecycleStateOf = (state: RegionState, { instanceId, state: status }: InstanceRecord): LifecycleState => {
  const wait = waitOf(state, instanceId);
  const isRetained = status === "running" && state.autoscaling.retained.includes(instanceId);
  if (wait === undefined) return isRetained ? "Terminating:Retained" : lifecycleStates[status];
  return wait.destination === "AutoScalingGroup" ? "ReplacingRootVolume:Wait" : "Terminating:Wait";
};

/** An instance as its group sees it. */
export const describeMember = (state: RegionState, instance: InstanceRecord) => ({
  InstanceId: instance.instanceId,
  InstanceType: instance.instanceType,
  AvailabilityZone: instance.availabilityZone,
  LifecycleState: lifecycleStateOf(state, instance),
  HealthStatus: "Healthy",
  ProtectedFromScaleIn: false,
  LaunchTemplate: { LaunchTemplateId: instance.launchTemplateId, Version: String(instance.launchTemplateVersion) },
});
