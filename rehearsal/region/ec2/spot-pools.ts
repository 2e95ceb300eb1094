import type { SpotFleetRequestConfigData } from "@aws-sdk/client-ec2";
import type { RegionState } from "../state";
import type { Launch } from "./launch-instance";
import type { InstanceRecord, SpotFleetRecord } from "./state";

/** One instance type in one subnet: a place where a fleet may find capacity. */
export interface SpotPool extends Pick<Launch, "template" | "instanceType" | "subnetId" | "availabilityZone"> {
  /** How much of the target one instance fulfils. @default 1 */
  readonly weight: number;
}

/** The pools of a fleet, in the order of its overrides; an override may name several subnets with commas. */
export const poolsOf = (config: SpotFleetRequestConfigData): readonly SpotPool[] =>
  (config.LaunchTemplateConfigs ?? []).flatMap(({ LaunchTemplateSpecification: template, Overrides }) =>
    (Overrides ?? []).flatMap((override) =>
      (override.SubnetId ?? "").split(",").map((subnetId) => ({
        template: { id: template?.LaunchTemplateId, name: template?.LaunchTemplateName, version: template?.Version },
        instanceType: override.InstanceType,
        subnetId: subnetId.trim(),
        availabilityZone: override.AvailabilityZone,
        weight: override.WeightedCapacity ?? 1,
      })),
    ),
  );

/** Every instance that a fleet launched, whatever became of it. */
export const ownedBy = (
  state: RegionState,
  { spotFleetRequestId }: Pick<SpotFleetRecord, "spotFleetRequestId">,
): readonly InstanceRecord[] =>
  Object.values(state.ec2.instances).filter(
    ({ owner }) => owner.kind === "spot-fleet" && owner.spotFleetRequestId === spotFleetRequestId,
  );

/** The instances that a fleet counts: launched or running, and not about to be taken back. */
export const instancesOfFleet = (state: RegionState, spotFleetRequestId: string): readonly InstanceRecord[] =>
  ownedBy(state, { spotFleetRequestId }).filter(
    ({ state: status, interruption }) => (status === "pending" || status === "running") && interruption === undefined,
  );

/** The weights of these instances together. */
export const capacityOf = (instances: readonly InstanceRecord[]): number =>
  instances.reduce((sum, { owner }) => sum + (owner.kind === "spot-fleet" ? owner.weight : 0), 0);
