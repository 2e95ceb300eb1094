import type {
  CancelSpotFleetRequestsCommandInput,
  DescribeSpotFleetInstancesCommandInput,
  DescribeSpotFleetRequestsCommandInput,
  ModifySpotFleetRequestCommandInput,
  RequestSpotFleetCommandInput,
  SpotFleetRequestConfig,
  SpotFleetRequestConfigData,
} from "@aws-sdk/client-ec2";
import { AwsError, type Operation } from "../operation";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import { validateLaunch } from "./launch-instance";
import { tagsFor } from "./launch-templates";
import { capacityOf, instancesOfFleet, ownedBy, poolsOf } from "./spot-pools";
import type { SpotFleetRecord } from "./state";
import { terminateInstance } from "./terminate-instance";
import { putSpotFleet } from "./update-ec2";

/** Accepts a fleet that keeps its target capacity; its instances come with time. */
export const requestSpotFleet: Operation<RequestSpotFleetCommandInput> = (state, input, { now, random }) => {
  const config = input.SpotFleetRequestConfig;
  if (config === undefined) throw new AwsError("InvalidSpotFleetRequestConfig", "SpotFleetRequestConfig is missing.");
  refuseUnmodelled(config);
  validateConfig(state, config);
  const spotFleetRequestId = `sfr-${[8, 4, 4, 4, 12].map((digits) => randomHex(random, digits)).join("-")}`;
  const fleet: SpotFleetRecord = {
    spotFleetRequestId,
    state: "submitted",
    config,
    tags: tagsFor(config.TagSpecifications, "spot-fleet-request"),
    createdAt: now,
  };
  return { state: putSpotFleet(state, fleet), output: { SpotFleetRequestId: spotFleetRequestId } };
};

/** All fleets, or those named; cancelled ones too, as AWS describes them for two days. */
export const describeSpotFleetRequests: Operation<DescribeSpotFleetRequestsCommandInput> = (state, input) => {
  const fleets = input.SpotFleetRequestIds?.map((id) => fleetOf(state, id)) ?? Object.values(state.ec2.spotFleets);
  return { state, output: { SpotFleetRequestConfigs: fleets.map((fleet) => describe(state, fleet)) } };
};

/** The instances of a fleet that are there or coming. */
export const describeSpotFleetInstances: Operation<DescribeSpotFleetInstancesCommandInput> = (state, input) => {
  const { spotFleetRequestId } = fleetOf(state, input.SpotFleetRequestId);
  const ActiveInstances = instancesOfFleet(state, spotFleetRequestId).map(({ instanceId, instanceType }) => ({
    InstanceId: instanceId,
    InstanceType: instanceType,
    InstanceHealth: "healthy" as const,
    SpotInstanceRequestId: `sir-${instanceId.slice(2, 10)}`,
  }));
  return { state, output: { SpotFleetRequestId: spotFleetRequestId, ActiveInstances } };
};

/** Changes target, excess policy or launch template configs in place. */
export const modifySpotFleetRequest: Operation<ModifySpotFleetRequestCommandInput> = (state, input) => {
  const fleet = fleetOf(state, input.SpotFleetRequestId);
  if (fleet.state !== "active" && fleet.state !== "submitted") {
    throw new AwsError(
      "InvalidSpotFleetRequestConfig",
      `The fleet ${fleet.spotFleetRequestId} is ${fleet.state}: only an active fleet can be modified.`,
    );
  }
  const config: SpotFleetRequestConfigData = {
    ...fleet.config,
    TargetCapacity: input.TargetCapacity ?? fleet.config.TargetCapacity,
    ExcessCapacityTerminationPolicy:
      input.ExcessCapacityTerminationPolicy ?? fleet.config.ExcessCapacityTerminationPolicy,
    LaunchTemplateConfigs: input.LaunchTemplateConfigs ?? fleet.config.LaunchTemplateConfigs,
  };
  refuseUnmodelled(config);
  validateConfig(state, config);
  return { state: putSpotFleet(state, { ...fleet, config }), output: { Return: true } };
};

/**
 * With `TerminateInstances` the instances go with their fleet, otherwise they stay without one.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CancelSpotFleetRequests.html
 */
export const cancelSpotFleetRequests: Operation<CancelSpotFleetRequestsCommandInput> = (state, input, context) => {
  const fleets = (input.SpotFleetRequestIds ?? []).map((id) => fleetOf(state, id));
  const next = input.TerminateInstances === true ? "cancelled_terminating" : "cancelled_running";
  const cancelled = fleets.reduce((current, fleet) => {
    const marked = putSpotFleet(current, { ...fleet, state: next });
    if (next === "cancelled_running") return marked;
    return ownedBy(marked, fleet).reduce(
      (later, { instanceId }) => terminateInstance(later, instanceId, context),
      marked,
    );
  }, state);
  return {
    state: cancelled,
    output: {
      SuccessfulFleetRequests: fleets.map((fleet) => ({
        SpotFleetRequestId: fleet.spotFleetRequestId,
        PreviousSpotFleetRequestState: fleet.state,
        CurrentSpotFleetRequestState: next,
      })),
      UnsuccessfulFleetRequests: [],
    },
  };
};

const fleetOf = (state: RegionState, id: string | undefined): SpotFleetRecord => {
  const fleet = state.ec2.spotFleets[id ?? ""];
  if (fleet === undefined) {
    throw new AwsError("InvalidSpotFleetRequestId.NotFound", `The spot fleet request ID '${id}' does not exist`);
  }
  return fleet;
};

const refuseUnmodelled = (config: SpotFleetRequestConfigData): void => {
  const refusals: readonly (readonly [boolean, string])[] = [
    [(config.Type ?? "maintain") !== "maintain", `type ${config.Type}`],
    [(config.LaunchSpecifications?.length ?? 0) > 0, "LaunchSpecifications"],
    [(config.OnDemandTargetCapacity ?? 0) > 0, "OnDemandTargetCapacity"],
    [(config.LoadBalancersConfig?.TargetGroupsConfig?.TargetGroups?.length ?? 0) > 0, "LoadBalancersConfig"],
  ];
  const refused = refusals.find(([isUsed]) => isUsed);
  if (refused !== undefined) {
    throw new AwsError("NotModelled", `The rehearsal's region does not model a Spot Fleet with ${refused[1]}.`, 501);
  }
};

const validateConfig = (state: RegionState, config: SpotFleetRequestConfigData): void => {
  const pools = poolsOf(config);
  if (pools.length === 0)
    throw new AwsError("InvalidSpotFleetRequestConfig", "LaunchTemplateConfigs with overrides are missing.");
  for (const pool of pools) {
    if (pool.weight <= 0) {
      throw new AwsError("InvalidSpotFleetRequestConfig", `WeightedCapacity is ${pool.weight}: use more than 0.`);
    }
    validateLaunch(state, pool);
  }
};

const describe = (state: RegionState, fleet: SpotFleetRecord): SpotFleetRequestConfig => {
  const fulfilled = capacityOf(instancesOfFleet(state, fleet.spotFleetRequestId));
  return {
    SpotFleetRequestId: fleet.spotFleetRequestId,
    SpotFleetRequestState: fleet.state,
    ActivityStatus: fulfilled >= (fleet.config.TargetCapacity ?? 0) ? "fulfilled" : "pending_fulfillment",
    SpotFleetRequestConfig: { ...fleet.config, FulfilledCapacity: fulfilled },
    CreateTime: new Date(fleet.createdAt),
    Tags: [...fleet.tags],
  };
};
