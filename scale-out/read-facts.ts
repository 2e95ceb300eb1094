import type { ClusterLoad, InstanceLoad, ServiceLoad } from "../clients/cluster-load";
import type { SpotFleets } from "../clients/spot-fleets";
import type { Demand, ScaleOutFacts, Size } from "./plan-scale-out";

/** Whose load is read. */
export interface ScaleOutPlace {
  readonly fleetId: string;
  /** The attribute of an instance that says how it is paid for: `spot` or `on-demand`. */
  readonly purchaseAttribute: string;
}

/** What the load is read from. */
export interface LoadPorts {
  readonly load: ClusterLoad;
  readonly fleets: Pick<SpotFleets, "capacity">;
}

/** Reads what services miss, counting tasks on draining instances as gone, and what room there is. */
export const readFacts = async (place: ScaleOutPlace, { load, fleets }: LoadPorts): Promise<ScaleOutFacts> => {
  const [{ target }, services, instances] = await Promise.all([
    fleets.capacity(place.fleetId),
    load.services(),
    load.instances(),
  ]);
  const purchaseOf = ({ attributes }: InstanceLoad) => attributes[place.purchaseAttribute];
  const spot = instances.filter((instance) => purchaseOf(instance) === "spot");
  const taking = instances.filter(({ status, isConnected }) => status === "ACTIVE" && isConnected);
  return {
    demands: await readDemands(services, instances, { place, load }),
    rooms: taking.map((instance) => ({ free: instance.free, isOnDemand: purchaseOf(instance) === "on-demand" })),
    target,
    // One whose agent is gone for a moment isn't missing: the fleet has it.
    spotInstances: spot.filter(({ status }) => status === "ACTIVE").length,
    newInstance: smallest(spot.length > 0 ? spot : instances),
  };
};

const readDemands = async (
  services: readonly ServiceLoad[],
  instances: readonly InstanceLoad[],
  { place, load }: { readonly place: ScaleOutPlace; readonly load: ClusterLoad },
): Promise<readonly Demand[]> => {
  const draining = instances.filter(({ status }) => status === "DRAINING");
  const leaving = (await Promise.all(draining.map(({ arn }) => load.deploymentsOn(arn)))).flat();
  return Promise.all(
    services
      .filter(({ desired }) => desired > 0)
      .map(async ({ deploymentId, taskDefinitionArn, desired, placed, constraints }) => {
        const staying = placed - leaving.filter((id) => id === deploymentId).length;
        return {
          size: await load.taskSize(taskDefinitionArn),
          missing: Math.max(0, desired - staying),
          needsOnDemand: constraints.includes(`attribute:${place.purchaseAttribute} == on-demand`),
        };
      }),
  );
};

/** Which of its types a fleet takes next isn't known: the least of each counts. */
const smallest = (instances: readonly InstanceLoad[]): Size | undefined =>
  instances.length === 0
    ? undefined
    : {
        cpu: Math.min(...instances.map(({ registered }) => registered.cpu)),
        memory: Math.min(...instances.map(({ registered }) => registered.memory)),
      };
