import type { ScalingGroups } from "../clients/auto-scaling-groups";
import type { ContainerInstances } from "../clients/container-instances";
import type { Ec2Instances } from "../clients/ec2-instances";
import type { SpotFleetPools } from "../clients/fleet-pools";
import type { LaunchTemplates } from "../clients/launch-templates";
import type { PassingParameter } from "../clients/passing-parameter";
import type { SpotFleets } from "../clients/spot-fleets";

/** A deployed stack's instances. */
export interface FleetPlace {
  readonly clusterArn: string;
  /** The Spot Fleet request. */
  readonly fleetId: string;
  /** The Auto Scaling group of the on-demand base. */
  readonly groupName: string;
}

/** What rolling touches. */
export interface FleetPorts {
  readonly fleets: SpotFleets;
  readonly pools: SpotFleetPools;
  readonly groups: ScalingGroups;
  readonly templates: LaunchTemplates;
  readonly ec2: Ec2Instances;
  readonly instances: ContainerInstances;
  readonly note: PassingParameter;
  /** Services that ECS is deploying, and cutovers under way. */
  readonly deploying: () => Promise<readonly string[]>;
}
