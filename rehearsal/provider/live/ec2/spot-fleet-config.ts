import type {
  _InstanceType,
  LaunchTemplateConfig,
  LaunchTemplateOverrides,
  SpotFleetRequestConfigData,
} from "@aws-sdk/client-ec2";
import { flagIn, numberIn, objectIn, objectsIn, type Properties, textIn } from "../../properties";
import { tagSpecificationsOf } from "./tag-ec2";

const unmodelled = [
  "instancePoolsToUseCount",
  "launchSpecifications",
  "loadBalancers",
  "onDemandMaxTotalPrice",
  "spotPrice",
  "targetGroupArns",
  "validFrom",
  "validUntil",
];

/** What RequestSpotFleet is sent, with the provider's defaults. */
export const spotFleetConfigOf = (inputs: Properties): SpotFleetRequestConfigData => {
  const property = unmodelled.find((name) => inputs[name] !== undefined);
  if (property !== undefined) {
    throw new Error(`The rehearsal does not model the property ${property} of a spot fleet request.`);
  }
  return {
    AllocationStrategy: (textIn(inputs, "allocationStrategy") ?? "lowestPrice") as "lowestPrice",
    ExcessCapacityTerminationPolicy: (textIn(inputs, "excessCapacityTerminationPolicy") ?? "Default") as "default",
    IamFleetRole: textIn(inputs, "iamFleetRole"),
    InstanceInterruptionBehavior: (textIn(inputs, "instanceInterruptionBehaviour") ?? "terminate") as "terminate",
    LaunchTemplateConfigs: objectsIn(inputs, "launchTemplateConfigs").map(toLaunchTemplateConfig),
    OnDemandAllocationStrategy: textIn(inputs, "onDemandAllocationStrategy") as "lowestPrice",
    OnDemandTargetCapacity: numberIn(inputs, "onDemandTargetCapacity"),
    ReplaceUnhealthyInstances: flagIn(inputs, "replaceUnhealthyInstances") ?? false,
    SpotMaintenanceStrategies: maintenanceOf(inputs),
    TagSpecifications: tagSpecificationsOf(inputs, "spot-fleet-request"),
    TargetCapacity: numberIn(inputs, "targetCapacity"),
    TargetCapacityUnitType: textIn(inputs, "targetCapacityUnitType") as "units",
    TerminateInstancesWithExpiration: flagIn(inputs, "terminateInstancesWithExpiration") ?? false,
    Type: (textIn(inputs, "fleetType") ?? "maintain") as "maintain",
  };
};

const toLaunchTemplateConfig = (config: Properties): LaunchTemplateConfig => {
  const template = objectIn(config, "launchTemplateSpecification");
  const overrides = objectsIn(config, "overrides").map(toOverride);
  return {
    LaunchTemplateSpecification: {
      LaunchTemplateId: textIn(template, "id"),
      LaunchTemplateName: textIn(template, "name"),
      Version: textIn(template, "version"),
    },
    Overrides: overrides.length === 0 ? undefined : overrides,
  };
};

const toOverride = (override: Properties): LaunchTemplateOverrides => {
  if (override["instanceRequirements"] !== undefined) {
    throw new Error("The rehearsal does not model instanceRequirements in a spot fleet request: name instance types.");
  }
  return {
    AvailabilityZone: textIn(override, "availabilityZone"),
    InstanceType: textIn(override, "instanceType") as _InstanceType,
    Priority: numberIn(override, "priority"),
    SpotPrice: textIn(override, "spotPrice"),
    SubnetId: textIn(override, "subnetId"),
    WeightedCapacity: numberIn(override, "weightedCapacity"),
  };
};

const maintenanceOf = (inputs: Properties): SpotFleetRequestConfigData["SpotMaintenanceStrategies"] => {
  const rebalance = objectIn(objectIn(inputs, "spotMaintenanceStrategies"), "capacityRebalance");
  const strategy = textIn(rebalance, "replacementStrategy");
  return strategy === undefined
    ? undefined
    : {
        CapacityRebalance: {
          ReplacementStrategy: strategy as "launch",
          TerminationDelay: numberIn(rebalance, "terminationDelay"),
        },
      };
};
