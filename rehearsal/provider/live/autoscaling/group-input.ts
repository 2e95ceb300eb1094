import type {
  CreateAutoScalingGroupCommandInput,
  LaunchTemplateSpecification,
  MixedInstancesPolicy,
  RetentionAction,
  Tag,
} from "@aws-sdk/client-auto-scaling";
import { flagIn, isObject, numberIn, objectIn, objectsIn, type Properties, textIn, textsIn } from "../../properties";

type Settings = Omit<CreateAutoScalingGroupCommandInput, "AutoScalingGroupName" | "Tags">;

/** Which members of the API follow which properties. */
interface GroupSetting {
  readonly properties: readonly string[];
  readonly toMembers: (inputs: Properties) => Partial<Settings>;
}

/** What both creating and updating a group carry. */
export const groupSettings: readonly GroupSetting[] = [
  {
    properties: ["capacityRebalance"],
    toMembers: (inputs) => ({ CapacityRebalance: flagIn(inputs, "capacityRebalance") }),
  },
  {
    properties: ["defaultCooldown"],
    toMembers: (inputs) => ({ DefaultCooldown: numberIn(inputs, "defaultCooldown") }),
  },
  {
    properties: ["defaultInstanceWarmup"],
    toMembers: (inputs) => ({ DefaultInstanceWarmup: numberIn(inputs, "defaultInstanceWarmup") }),
  },
  {
    properties: ["desiredCapacity"],
    toMembers: (inputs) => ({ DesiredCapacity: numberIn(inputs, "desiredCapacity") }),
  },
  {
    properties: ["healthCheckGracePeriod"],
    // The provider's default, in seconds.
    toMembers: (inputs) => ({ HealthCheckGracePeriod: numberIn(inputs, "healthCheckGracePeriod") ?? 300 }),
  },
  { properties: ["healthCheckType"], toMembers: (inputs) => ({ HealthCheckType: textIn(inputs, "healthCheckType") }) },
  {
    properties: ["instanceLifecyclePolicy"],
    toMembers: (inputs) => ({ InstanceLifecyclePolicy: instanceLifecyclePolicyOf(inputs) }),
  },
  { properties: ["launchTemplate"], toMembers: (inputs) => ({ LaunchTemplate: launchTemplateOf(inputs) }) },
  {
    properties: ["maxInstanceLifetime"],
    toMembers: (inputs) => ({ MaxInstanceLifetime: numberIn(inputs, "maxInstanceLifetime") }),
  },
  { properties: ["maxSize"], toMembers: (inputs) => ({ MaxSize: numberIn(inputs, "maxSize") }) },
  { properties: ["minSize"], toMembers: (inputs) => ({ MinSize: numberIn(inputs, "minSize") }) },
  {
    properties: ["mixedInstancesPolicy"],
    toMembers: (inputs) => ({ MixedInstancesPolicy: mixedInstancesPolicyOf(inputs) }),
  },
  {
    properties: ["protectFromScaleIn"],
    toMembers: (inputs) => ({ NewInstancesProtectedFromScaleIn: flagIn(inputs, "protectFromScaleIn") ?? false }),
  },
  {
    properties: ["terminationPolicies"],
    toMembers: (inputs) => ({ TerminationPolicies: textsIn(inputs, "terminationPolicies") }),
  },
  {
    properties: ["vpcZoneIdentifiers"],
    toMembers: (inputs) => ({ VPCZoneIdentifier: textsIn(inputs, "vpcZoneIdentifiers")?.join(",") }),
  },
];

/** Properties that no call carries, or tags. */
const otherProperties = ["forceDelete", "name", "namePrefix", "region", "tags", "waitForCapacityTimeout"];

/** All settings of a group; a property that isn't modelled is refused by name. */
export const groupSettingsOf = (inputs: Properties): Partial<Settings> => {
  const known = [...otherProperties, ...groupSettings.flatMap(({ properties }) => properties)];
  const property = Object.keys(inputs).find((name) => !name.startsWith("__") && !known.includes(name));
  if (property !== undefined) {
    throw new Error(`The rehearsal does not model the property ${property} of an Auto Scaling group.`);
  }
  return Object.assign({}, ...groupSettings.map(({ toMembers }) => toMembers(inputs))) as Partial<Settings>;
};

/** A group's tags, each with its own say on instances; undefined where there are none. */
export const groupTagsOf = (inputs: Properties, name: string): Tag[] | undefined => {
  const tags = objectsIn(inputs, "tags").map((tag) => ({
    Key: textIn(tag, "key"),
    PropagateAtLaunch: flagIn(tag, "propagateAtLaunch") ?? false,
    ResourceId: name,
    ResourceType: "auto-scaling-group",
    Value: textIn(tag, "value") ?? "",
  }));
  return tags.length === 0 ? undefined : tags;
};

const instanceLifecyclePolicyOf = (inputs: Properties): Settings["InstanceLifecyclePolicy"] => {
  const triggers = objectIn(objectIn(inputs, "instanceLifecyclePolicy"), "retentionTriggers");
  const TerminateHookAbandon = textIn(triggers, "terminateHookAbandon") as RetentionAction | undefined;
  return TerminateHookAbandon === undefined ? undefined : { RetentionTriggers: { TerminateHookAbandon } };
};

const launchTemplateOf = (inputs: Properties): LaunchTemplateSpecification | undefined => {
  const template = objectIn(inputs, "launchTemplate");
  if (Object.keys(template).length === 0) return undefined;
  return {
    LaunchTemplateId: textIn(template, "id"),
    LaunchTemplateName: textIn(template, "name"),
    Version: textIn(template, "version"),
  };
};

const mixedInstancesPolicyOf = (inputs: Properties): MixedInstancesPolicy | undefined => {
  if (!isObject(inputs["mixedInstancesPolicy"])) return undefined;
  const policy = objectIn(inputs, "mixedInstancesPolicy");
  const template = objectIn(policy, "launchTemplate");
  const specification = objectIn(template, "launchTemplateSpecification");
  const overrides = objectsIn(template, "overrides").map(toOverride);
  return {
    InstancesDistribution: distributionOf(policy),
    LaunchTemplate: {
      LaunchTemplateSpecification: {
        LaunchTemplateId: textIn(specification, "launchTemplateId"),
        LaunchTemplateName: textIn(specification, "launchTemplateName"),
        Version: textIn(specification, "version"),
      },
      Overrides: overrides.length === 0 ? undefined : overrides,
    },
  };
};

const toOverride = (override: Properties) => {
  const property = ["instanceRequirements", "launchTemplateSpecification"].find((name) => override[name] !== undefined);
  if (property !== undefined) throw new Error(`The rehearsal does not model ${property} in a mixed instances policy.`);
  return { InstanceType: textIn(override, "instanceType"), WeightedCapacity: textIn(override, "weightedCapacity") };
};

const distributionOf = (policy: Properties): MixedInstancesPolicy["InstancesDistribution"] => {
  const distribution = objectIn(policy, "instancesDistribution");
  if (Object.keys(distribution).length === 0) return undefined;
  return {
    OnDemandAllocationStrategy: textIn(distribution, "onDemandAllocationStrategy"),
    OnDemandBaseCapacity: numberIn(distribution, "onDemandBaseCapacity"),
    OnDemandPercentageAboveBaseCapacity: numberIn(distribution, "onDemandPercentageAboveBaseCapacity"),
    SpotAllocationStrategy: textIn(distribution, "spotAllocationStrategy"),
    SpotInstancePools: numberIn(distribution, "spotInstancePools"),
    SpotMaxPrice: textIn(distribution, "spotMaxPrice"),
  };
};
