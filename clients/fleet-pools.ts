import {
  type _InstanceType,
  DescribeSpotFleetRequestsCommand,
  type EC2Client,
  type LaunchTemplateConfig,
  ModifySpotFleetRequestCommand,
} from "@aws-sdk/client-ec2";
import type { Retry } from "./drain-retry";

/** Where instances of a fleet may come from: every type in every subnet. */
export interface FleetPools {
  readonly templateId: string;
  readonly instanceTypes: readonly string[];
  readonly subnetIds: readonly string[];
}

/** The pools of Spot Fleets. */
export interface SpotFleetPools {
  read(fleetId: string): Promise<FleetPools>;
  /** Changes them in place: instances that are there stay, whatever their type. */
  write(fleetId: string, pools: FleetPools): Promise<void>;
}

/** Pools through the EC2 API; each instance counts as one, as in the program. */
export const createSpotFleetPools = (ec2: Pick<EC2Client, "send">, retry: Retry): SpotFleetPools => ({
  read: async (fleetId) => {
    const { SpotFleetRequestConfigs: found = [] } = await retry(() =>
      ec2.send(new DescribeSpotFleetRequestsCommand({ SpotFleetRequestIds: [fleetId] })),
    );
    const configs = found.find(({ SpotFleetRequestId: id }) => id === fleetId)?.SpotFleetRequestConfig;
    if (configs === undefined) throw new Error(`Spot Fleet ${fleetId} doesn't exist. Check the id and the region.`);
    return toPools(configs.LaunchTemplateConfigs ?? []);
  },
  write: async (fleetId, { templateId, instanceTypes, subnetIds }) => {
    const Overrides = instanceTypes.flatMap((type) =>
      subnetIds.map((SubnetId) => ({ InstanceType: type as _InstanceType, SubnetId, WeightedCapacity: 1 })),
    );
    const LaunchTemplateSpecification = { LaunchTemplateId: templateId, Version: "$Latest" };
    await retry(() =>
      ec2.send(
        new ModifySpotFleetRequestCommand({
          SpotFleetRequestId: fleetId,
          LaunchTemplateConfigs: [{ LaunchTemplateSpecification, Overrides }],
        }),
      ),
    );
  },
});

const toPools = (configs: readonly LaunchTemplateConfig[]): FleetPools => {
  const overrides = configs.flatMap(({ Overrides = [] }) => Overrides);
  const different = (texts: readonly (string | undefined)[]): readonly string[] =>
    [...new Set(texts.flatMap((text) => text?.split(",") ?? []))].map((text) => text.trim());
  return {
    templateId: configs[0]?.LaunchTemplateSpecification?.LaunchTemplateId ?? "",
    instanceTypes: different(overrides.map(({ InstanceType }) => InstanceType)),
    subnetIds: different(overrides.map(({ SubnetId }) => SubnetId)),
  };
};
