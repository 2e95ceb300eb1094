import type {
  CreateServiceCommandInput,
  DeploymentConfiguration,
  LoadBalancer,
  PlacementConstraint,
  PlacementStrategy,
  UpdateServiceCommandInput,
} from "@aws-sdk/client-ecs";
import { hasChanged, type LiveUpdate } from "../../live-type";
import { flagIn, numberIn, objectIn, objectsIn, type Properties, textIn, textsIn } from "../../properties";
import { toStrategyItem } from "./cluster-capacity-providers";
import { ecsTagsOf } from "./tag-ecs";

const unmodelled = [
  "alarms",
  "deploymentConfiguration",
  "iamRole",
  "serviceConnectConfiguration",
  "serviceRegistries",
  "volumeConfiguration",
  "vpcLatticeConfigurations",
];

/** What CreateService is sent; flags that are false aren't, as in the provider's JSON. */
export const createServiceOf = (inputs: Properties): CreateServiceCommandInput => {
  refuseUnmodelled(inputs);
  const strategy = objectsIn(inputs, "capacityProviderStrategies").map(toStrategyItem);
  return {
    availabilityZoneRebalancing: textIn(inputs, "availabilityZoneRebalancing") as "DISABLED",
    capacityProviderStrategy: strategy.length === 0 ? undefined : strategy,
    cluster: textIn(inputs, "cluster"),
    deploymentConfiguration: deploymentConfigurationOf(inputs),
    deploymentController: deploymentControllerOf(inputs),
    desiredCount: numberIn(inputs, "desiredCount") ?? 0,
    enableECSManagedTags: trueOrNothing(inputs, "enableEcsManagedTags"),
    enableExecuteCommand: trueOrNothing(inputs, "enableExecuteCommand"),
    healthCheckGracePeriodSeconds: numberIn(inputs, "healthCheckGracePeriodSeconds"),
    launchType: textIn(inputs, "launchType") as "EC2",
    loadBalancers: unlessEmpty(loadBalancersOf(inputs)),
    networkConfiguration: networkConfigurationOf(inputs),
    placementConstraints: unlessEmpty(placementConstraintsOf(inputs)),
    placementStrategy: unlessEmpty(placementStrategyOf(inputs)),
    platformVersion: textIn(inputs, "platformVersion"),
    propagateTags: textIn(inputs, "propagateTags") as "SERVICE",
    schedulingStrategy: (textIn(inputs, "schedulingStrategy") ?? "REPLICA") as "REPLICA",
    serviceName: textIn(inputs, "name"),
    tags: ecsTagsOf(inputs),
    taskDefinition: textIn(inputs, "taskDefinition"),
  };
};

/** Which member of UpdateService follows which properties. */
const changes: readonly (readonly [
  properties: readonly string[],
  toMember: (news: Properties) => Partial<UpdateServiceCommandInput>,
])[] = [
  [
    ["availabilityZoneRebalancing"],
    (news) => ({ availabilityZoneRebalancing: textIn(news, "availabilityZoneRebalancing") as "DISABLED" }),
  ],
  [
    ["capacityProviderStrategies"],
    (news) => ({ capacityProviderStrategy: objectsIn(news, "capacityProviderStrategies").map(toStrategyItem) }),
  ],
  [
    ["deploymentCircuitBreaker", "deploymentMaximumPercent", "deploymentMinimumHealthyPercent"],
    (news) => ({ deploymentConfiguration: deploymentConfigurationOf(news) }),
  ],
  [["desiredCount"], (news) => ({ desiredCount: numberIn(news, "desiredCount") ?? 0 })],
  [["enableEcsManagedTags"], (news) => ({ enableECSManagedTags: flagIn(news, "enableEcsManagedTags") ?? false })],
  [["enableExecuteCommand"], (news) => ({ enableExecuteCommand: flagIn(news, "enableExecuteCommand") ?? false })],
  [["forceNewDeployment", "triggers"], () => ({})],
  [
    ["healthCheckGracePeriodSeconds"],
    (news) => ({ healthCheckGracePeriodSeconds: numberIn(news, "healthCheckGracePeriodSeconds") }),
  ],
  [["loadBalancers"], (news) => ({ loadBalancers: loadBalancersOf(news) })],
  [["networkConfiguration"], (news) => ({ networkConfiguration: networkConfigurationOf(news) })],
  [["orderedPlacementStrategies"], (news) => ({ placementStrategy: placementStrategyOf(news) })],
  [["placementConstraints"], (news) => ({ placementConstraints: placementConstraintsOf(news) })],
  [["platformVersion"], (news) => ({ platformVersion: textIn(news, "platformVersion") })],
  [["propagateTags"], (news) => ({ propagateTags: (textIn(news, "propagateTags") ?? "NONE") as "SERVICE" })],
  [["taskDefinition"], (news) => ({ taskDefinition: textIn(news, "taskDefinition") })],
];

/** What UpdateService is sent besides cluster and service: only what changed. */
export const serviceChangesOf = (change: LiveUpdate): Partial<UpdateServiceCommandInput> => {
  refuseUnmodelled(change.news);
  const members = changes
    .filter(([properties]) => hasChanged(change, properties))
    .map(([, toMember]) => toMember(change.news));
  return Object.assign({}, ...members) as Partial<UpdateServiceCommandInput>;
};

const refuseUnmodelled = (inputs: Properties): void => {
  const property = unmodelled.find((name) => inputs[name] !== undefined);
  if (property !== undefined) throw new Error(`The rehearsal does not model the property ${property} of a service.`);
};

/** The provider's defaults: 200 and 100 percent. */
const deploymentConfigurationOf = (inputs: Properties): DeploymentConfiguration => {
  const breaker = objectIn(inputs, "deploymentCircuitBreaker");
  return {
    deploymentCircuitBreaker:
      Object.keys(breaker).length === 0
        ? undefined
        : { enable: flagIn(breaker, "enable") ?? false, rollback: flagIn(breaker, "rollback") ?? false },
    maximumPercent: numberIn(inputs, "deploymentMaximumPercent") ?? 200,
    minimumHealthyPercent: numberIn(inputs, "deploymentMinimumHealthyPercent") ?? 100,
  };
};

const deploymentControllerOf = (inputs: Properties): CreateServiceCommandInput["deploymentController"] => {
  const type = textIn(objectIn(inputs, "deploymentController"), "type");
  return type === undefined ? undefined : { type: type as "ECS" };
};

const loadBalancersOf = (inputs: Properties): LoadBalancer[] =>
  objectsIn(inputs, "loadBalancers").map((balancer) => {
    const property = ["advancedConfiguration", "elbName"].find((name) => balancer[name] !== undefined);
    if (property !== undefined) {
      throw new Error(`The rehearsal does not model the property loadBalancers.${property} of a service.`);
    }
    return {
      containerName: textIn(balancer, "containerName"),
      containerPort: numberIn(balancer, "containerPort"),
      targetGroupArn: textIn(balancer, "targetGroupArn"),
    };
  });

const networkConfigurationOf = (inputs: Properties): CreateServiceCommandInput["networkConfiguration"] => {
  const network = objectIn(inputs, "networkConfiguration");
  if (Object.keys(network).length === 0) return undefined;
  return {
    awsvpcConfiguration: {
      assignPublicIp: flagIn(network, "assignPublicIp") === true ? "ENABLED" : "DISABLED",
      securityGroups: textsIn(network, "securityGroups"),
      subnets: textsIn(network, "subnets"),
    },
  };
};

const placementStrategyOf = (inputs: Properties): PlacementStrategy[] =>
  objectsIn(inputs, "orderedPlacementStrategies").map((strategy) => ({
    type: textIn(strategy, "type") as "spread",
    field: textIn(strategy, "field"),
  }));

const placementConstraintsOf = (inputs: Properties): PlacementConstraint[] =>
  objectsIn(inputs, "placementConstraints").map((constraint) => ({
    type: textIn(constraint, "type") as "memberOf",
    expression: textIn(constraint, "expression"),
  }));

const trueOrNothing = (inputs: Properties, name: string): true | undefined =>
  flagIn(inputs, name) === true ? true : undefined;

const unlessEmpty = <Item>(items: Item[]): Item[] | undefined => (items.length === 0 ? undefined : items);
