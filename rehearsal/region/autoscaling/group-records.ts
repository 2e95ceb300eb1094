import type { InstanceRecord } from "../ec2/state";
import { AwsError } from "../operation";
import type { RegionState } from "../state";
import type { AutoScalingGroupRecord } from "./state";

/** The region with this group added or replaced. */
export const putGroup = (state: RegionState, group: AutoScalingGroupRecord): RegionState => ({
  ...state,
  autoscaling: {
    ...state.autoscaling,
    groups: { ...state.autoscaling.groups, [group.autoScalingGroupName]: group },
  },
});

/** The group by name; refuses what isn't there. */
export const groupOf = (state: RegionState, name: string | undefined): AutoScalingGroupRecord => {
  const group = state.autoscaling.groups[name ?? ""];
  if (group === undefined) {
    throw new AwsError("ValidationError", `AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`);
  }
  return group;
};

/** The instances of a group that have not gone yet, oldest first. */
export const instancesOfGroup = (state: RegionState, name: string): readonly InstanceRecord[] =>
  Object.values(state.ec2.instances).filter(
    ({ owner, state: status }) =>
      owner.kind === "auto-scaling-group" && owner.autoScalingGroupName === name && status !== "terminated",
  );
