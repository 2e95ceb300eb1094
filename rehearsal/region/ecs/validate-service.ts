import type {
  CreateServiceCommandInput,
  DeploymentConfiguration,
  LoadBalancer,
  TaskDefinition,
  UpdateServiceCommandInput,
} from "@aws-sdk/client-ecs";
import { AwsError, type CallContext } from "../operation";
import type { RegionState } from "../state";
import { matchesQuery } from "./cluster-query";
import { stepsOf } from "./place-task";
import { requireLoadBalancer } from "./task-targets";

/** The members that creating and updating a service share. */
type ServiceInput = CreateServiceCommandInput | UpdateServiceCommandInput;

/** Refuses settings that AWS refuses and, by name, what the rehearsal doesn't model. */
export const validateService = (input: ServiceInput): void => {
  for (const [isUsed, what] of unmodelled(input)) if (isUsed) throw notModelled(what);
  if (input.desiredCount !== undefined && input.desiredCount < 0) throw invalid("desiredCount cannot be negative.");
  validateDeployment(input.deploymentConfiguration);
  validatePlacement(input);
};

const validatePlacement = ({ placementStrategy = [], placementConstraints = [] }: ServiceInput): void => {
  stepsOf(placementStrategy);
  for (const { type, expression } of placementConstraints) {
    if (type === "memberOf") matchesQuery(expression ?? "", { ec2InstanceId: "", attributes: [], registeredAt: 0 });
  }
};

const validateDeployment = ({
  minimumHealthyPercent = 100,
  maximumPercent = 200,
}: DeploymentConfiguration = {}): void => {
  if (maximumPercent < 100) throw invalid(`maximumPercent is ${maximumPercent}: use 100 or more.`);
  if (minimumHealthyPercent < 0 || minimumHealthyPercent > 100) {
    throw invalid(`minimumHealthyPercent is ${minimumHealthyPercent}: use 0 to 100.`);
  }
  if (maximumPercent === 100 && minimumHealthyPercent === 100) {
    throw invalid("Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.");
  }
};

/** Every load balancer names a container and port of the task definition, and a target group that is in use. */
export const validateLoadBalancers = (
  state: RegionState,
  service: { readonly loadBalancers: readonly LoadBalancer[]; readonly definition: TaskDefinition },
  context: CallContext,
): void => {
  for (const { targetGroupArn, containerName, containerPort } of service.loadBalancers) {
    if (targetGroupArn === undefined) throw notModelled("a classic load balancer");
    const container = service.definition.containerDefinitions?.find(({ name }) => name === containerName);
    if (container === undefined) throw invalid(`The container ${containerName} does not exist in the task definition.`);
    if (container.portMappings?.some((mapping) => mapping.containerPort === containerPort) !== true) {
      throw invalid(`The container ${containerName} did not have a container port ${containerPort} defined.`);
    }
    requireLoadBalancer(state, targetGroupArn, context);
  }
};

type Refusal = readonly [isUsed: boolean, what: string];

const unmodelled = (input: ServiceInput): readonly Refusal[] =>
  [
    ...unmodelledKind(input),
    ...unmodelledDeployment(input.deploymentConfiguration),
    [input.capacityProviderStrategy?.length, "a capacity provider strategy"] as const,
    [input.networkConfiguration?.awsvpcConfiguration, "an awsvpc network configuration"] as const,
    [input.serviceRegistries?.length, "service registries"] as const,
    [input.serviceConnectConfiguration?.enabled, "Service Connect"] as const,
    [input.volumeConfigurations?.length, "volume configurations"] as const,
    [input.availabilityZoneRebalancing === "ENABLED", "availability zone rebalancing"] as const,
  ].map(([isUsed, what]): Refusal => [Boolean(isUsed), what]);

const unmodelledKind = (input: ServiceInput): readonly Refusal[] => [
  [("launchType" in input ? input.launchType : "EC2") !== "EC2", "a launch type other than EC2"],
  ["schedulingStrategy" in input && input.schedulingStrategy === "DAEMON", "the DAEMON scheduling strategy"],
  [(input.deploymentController?.type ?? "ECS") !== "ECS", "a deployment controller other than ECS"],
];

const unmodelledDeployment = (configuration: DeploymentConfiguration = {}): readonly Refusal[] => {
  const { strategy = "ROLLING", alarms, deploymentCircuitBreaker } = configuration;
  return [
    [strategy !== "ROLLING", "a deployment strategy other than ROLLING"],
    [alarms?.enable === true, "deployment alarms"],
    [deploymentCircuitBreaker?.thresholdConfiguration !== undefined, "a circuit breaker threshold"],
    [deploymentCircuitBreaker?.resetOnHealthyTask === false, "a cumulative circuit breaker"],
  ];
};

const invalid = (message: string): AwsError => new AwsError("InvalidParameterException", message);

const notModelled = (what: string): AwsError =>
  new AwsError("NotModelled", `The rehearsal's region does not model an ecs service with ${what}.`, 501);
