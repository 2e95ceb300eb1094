import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { tryLaunchInstance } from "./launch-instance";
import { interruptionNoticeMs } from "./observe";
import { capacityOf, instancesOfFleet, ownedBy, poolsOf, type SpotPool } from "./spot-pools";
import type { InstanceRecord, SpotFleetRecord } from "./state";
import { putInstance, putSpotFleet } from "./update-ec2";

/** Brings a fleet to its target: launches what is missing, takes back what is too much if its policy says so. */
export const advanceFleet = (state: RegionState, fleet: SpotFleetRecord, context: CallContext): RegionState => {
  switch (fleet.state) {
    case "submitted":
      return putSpotFleet(state, { ...fleet, state: "active" });
    case "active":
      return shrink(grow(state, fleet, context), fleet, context);
    case "cancelled_terminating": {
      const isGone = ownedBy(state, fleet).every(({ state: status }) => status === "terminated");
      return isGone ? putSpotFleet(state, { ...fleet, state: "cancelled" }) : state;
    }
    default:
      return state;
  }
};

/** The last instance may exceed the target by its weight. Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-examples.html */
const grow = (state: RegionState, fleet: SpotFleetRecord, context: CallContext): RegionState => {
  const { spotFleetRequestId, config } = fleet;
  const pools = poolsOf(config);
  let current = state;
  while (capacityOf(lastingInstances(current, fleet)) < (config.TargetCapacity ?? 0)) {
    const { weight, ...pool } = leastUsed(pools, instancesOfFleet(current, spotFleetRequestId));
    const owner = { kind: "spot-fleet", spotFleetRequestId, weight } as const;
    const tags = [{ Key: "aws:ec2spot:fleet-request-id", Value: spotFleetRequestId }];
    const launched = tryLaunchInstance(current, { ...pool, lifecycle: "spot", owner, tags }, context);
    if (launched === undefined) return current;
    current = launched;
  }
  return current;
};

/**
 * A fleet that rebalances capacity launches a replacement as soon as an instance is at risk, and keeps both.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-capacity-rebalance.html
 */
const lastingInstances = (
  state: RegionState,
  { spotFleetRequestId, config }: SpotFleetRecord,
): readonly InstanceRecord[] => {
  const rebalances = config.SpotMaintenanceStrategies?.CapacityRebalance !== undefined;
  const instances = instancesOfFleet(state, spotFleetRequestId);
  return instances.filter(({ rebalanceRecommendedAt }) => !rebalances || rebalanceRecommendedAt === undefined);
};

/** Prices and spare capacity are not modelled: every strategy spreads over subnets first, then over instance types. */
const leastUsed = (pools: readonly SpotPool[], instances: readonly InstanceRecord[]): SpotPool => {
  const inSubnet = (pool: SpotPool) => instances.filter(({ subnetId }) => subnetId === pool.subnetId);
  const use = (pool: SpotPool): number =>
    inSubnet(pool).length * (instances.length + 1) +
    inSubnet(pool).filter(({ instanceType }) => instanceType === pool.instanceType).length;
  return pools.reduce((best, pool) => (use(pool) < use(best) ? pool : best));
};

/**
 * A lower target takes the newest instances back, each with a notice, unless the policy is `noTermination`.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySpotFleetRequest.html
 */
const shrink = (state: RegionState, fleet: SpotFleetRecord, { now }: CallContext): RegionState => {
  const { config } = fleet;
  if (config.ExcessCapacityTerminationPolicy?.toLowerCase() === "notermination") return state;
  let current = state;
  for (const instance of lastingInstances(state, fleet).toReversed()) {
    const left = lastingInstances(current, fleet).filter((other) => other.instanceId !== instance.instanceId);
    if (capacityOf(left) < (config.TargetCapacity ?? 0)) continue;
    const interruption = { action: "terminate", noticedAt: now, at: now + interruptionNoticeMs } as const;
    current = putInstance(current, { ...instance, interruption });
  }
  return current;
};
