import type { FleetPlace } from "../fleet/fleet-ports";
import { exitCodes, Stop } from "./outcome";
import type { StackState } from "./parse-state";

const types = {
  cluster: "aws:ecs/cluster:Cluster",
  fleet: "aws:ec2/spotFleetRequest:SpotFleetRequest",
  group: "aws:autoscaling/group:Group",
  service: "aws:ecs/service:Service",
} as const;

/** A deployed stack's instances and what runs on them. */
export interface DeployedFleet extends FleetPlace {
  /** Its ECS services, as AWS calls them. */
  readonly services: readonly string[];
}

/** Finds them in Pulumi's state; stops where a deployment hasn't come that far. */
export const findFleet = ({ resources, stack }: StackState): DeployedFleet => {
  const idOf = (type: string): string | undefined => resources.find((resource) => resource.type === type)?.id;
  const [clusterArn, fleetId, groupName] = [idOf(types.cluster), idOf(types.fleet), idOf(types.group)];
  if (clusterArn === undefined || fleetId === undefined || groupName === undefined)
    throw new Stop(
      exitCodes.refused,
      "no-fleet",
      `Pulumi's state of ${stack} knows no cluster with a fleet. Complete the deployment first: pulumi up`,
    );
  const services = resources.filter(({ type }) => type === types.service).map(({ id }) => id.split("/").at(-1) ?? "");
  return { clusterArn, fleetId, groupName, services };
};
