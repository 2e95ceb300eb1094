import type { RegionState } from "../state";
import type { Ec2State, InstanceRecord, LaunchTemplateRecord, SpotFleetRecord } from "./state";

/** The region with some of the EC2 slice replaced. */
export const updateEc2 = (state: RegionState, change: Partial<Ec2State>): RegionState => ({
  ...state,
  ec2: { ...state.ec2, ...change },
});

/** The region with this launch template added or replaced. */
export const putLaunchTemplate = (state: RegionState, template: LaunchTemplateRecord): RegionState =>
  updateEc2(state, { launchTemplates: { ...state.ec2.launchTemplates, [template.launchTemplateId]: template } });

/** The region with this Spot Fleet added or replaced. */
export const putSpotFleet = (state: RegionState, fleet: SpotFleetRecord): RegionState =>
  updateEc2(state, { spotFleets: { ...state.ec2.spotFleets, [fleet.spotFleetRequestId]: fleet } });

/** The region with this instance added or replaced. */
export const putInstance = (state: RegionState, instance: InstanceRecord): RegionState =>
  updateEc2(state, { instances: { ...state.ec2.instances, [instance.instanceId]: instance } });
