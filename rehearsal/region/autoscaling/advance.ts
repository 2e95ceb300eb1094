import { tryLaunchInstance } from "../ec2/launch-instance";
import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { launchOf } from "./group-launch";
import { instancesOfGroup } from "./group-records";
import { advanceWaits, letGo, waitOf } from "./lifecycle-waits";
import type { AutoScalingGroupRecord } from "./state";

/** What time alone changes in Auto Scaling: waits end, groups come to their desired capacity, deleted ones go when they are empty. */
export const advanceAutoScaling = (state: RegionState, context: CallContext): RegionState => {
  const ended = advanceWaits(state, context);
  return Object.values(ended.autoscaling.groups).reduce(
    (current, group) => advanceGroup(current, group, context),
    ended,
  );
};

const advanceGroup = (state: RegionState, group: AutoScalingGroupRecord, context: CallContext): RegionState => {
  const instances = instancesOfGroup(state, group.autoScalingGroupName);
  if (group.isDeleting) return instances.length === 0 ? forget(state, group) : state;
  // One that gets a new root volume stays a member, even while a hook waits.
  const counted = instances.filter(
    ({ instanceId, state: status }) =>
      (status === "pending" || status === "running") &&
      (waitOf(state, instanceId)?.destination ?? "AutoScalingGroup") === "AutoScalingGroup" &&
      !state.autoscaling.retained.includes(instanceId),
  );
  const launched = counted.length < group.desiredCapacity ? launch(state, group, context) : undefined;
  if (launched !== undefined) return advanceGroup(launched, group, context);
  // Oldest first; AWS looks at zones and template versions before.
  return counted
    .slice(0, Math.max(0, counted.length - group.desiredCapacity))
    .reduce((current, { instanceId }) => letGo(current, { instanceId, destination: "EC2" }, context), state);
};

const launch = (state: RegionState, group: AutoScalingGroupRecord, context: CallContext): RegionState | undefined => {
  const { autoScalingGroupName, config } = group;
  const { subnetIds, ...planned } = launchOf(config);
  const instances = instancesOfGroup(state, autoScalingGroupName);
  const inSubnet = (subnetId: string): number => instances.filter((instance) => instance.subnetId === subnetId).length;
  const subnetId = subnetIds.reduce((best, other) => (inSubnet(other) < inSubnet(best) ? other : best));
  const tags = (config.Tags ?? [])
    .filter(({ PropagateAtLaunch }) => PropagateAtLaunch === true)
    .map(({ Key, Value }) => ({ Key, Value }));
  return tryLaunchInstance(
    state,
    {
      ...planned,
      subnetId,
      availabilityZone: undefined,
      owner: { kind: "auto-scaling-group", autoScalingGroupName },
      tags: [...tags, { Key: "aws:autoscaling:groupName", Value: autoScalingGroupName }],
    },
    context,
  );
};

const forget = (state: RegionState, { autoScalingGroupName }: AutoScalingGroupRecord): RegionState => {
  const { [autoScalingGroupName]: _deleted, ...groups } = state.autoscaling.groups;
  return { ...state, autoscaling: { ...state.autoscaling, groups } };
};
