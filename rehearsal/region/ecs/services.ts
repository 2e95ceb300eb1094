import type {
  CreateServiceCommandInput,
  DeleteServiceCommandInput,
  DescribeServicesCommandInput,
  ListServicesCommandInput,
  TaskDefinition,
  UpdateServiceCommandInput,
} from "@aws-sdk/client-ecs";
import { AwsError, type Operation } from "../operation";
import { pageOf } from "../page";
import type { RegionState } from "../state";
import { startDeployment } from "./deployments";
import { describeService } from "./describe-service";
import { clusterOf, findService, serviceOf, taskDefinitionOf } from "./find-records";
import type { ServiceRecord } from "./state";
import { storeTags, withTagsOnRequest } from "./tags";
import { putService } from "./update-ecs";
import { validateLoadBalancers, validateService } from "./validate-service";

/** Source of the defaults: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html */
const defaults = { minimumHealthyPercent: 100, maximumPercent: 200 };

/** Creates a service with its first deployment. */
export const createService: Operation<CreateServiceCommandInput> = (state, input, context) => {
  const { clusterArn, clusterName } = clusterOf(state, input.cluster);
  const serviceName = input.serviceName ?? "";
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(serviceName)) {
    throw invalid(`Service name ${JSON.stringify(serviceName)} is not allowed: use 1 to 255 letters, digits, _ or -.`);
  }
  validateService(input);
  const definition = activeDefinition(state, input.taskDefinition);
  const loadBalancers = input.loadBalancers ?? [];
  validateLoadBalancers(state, { loadBalancers, definition }, context);
  const serviceArn = `arn:aws:ecs:${context.region}:${context.accountId}:service/${clusterName}/${serviceName}`;
  if (state.ecs.services[serviceArn] !== undefined && state.ecs.services[serviceArn].status !== "INACTIVE") {
    throw invalid("Creation of service was not idempotent.");
  }
  const service: ServiceRecord = {
    serviceArn,
    serviceName,
    clusterArn,
    status: "ACTIVE",
    desiredCount: 0,
    loadBalancers,
    placementConstraints: [],
    placementStrategy: [],
    ...defaults,
    circuitBreaker: { enable: false, rollback: false },
    healthCheckGracePeriodSeconds: 0,
    enableExecuteCommand: false,
    enableEcsManagedTags: input.enableECSManagedTags ?? false,
    propagateTags: input.propagateTags ?? "NONE",
    createdAt: context.now,
    deployments: [],
    events: [],
    isSteady: false,
  };
  const started = startDeployment({ ...service, ...changesOf(input) }, definition.taskDefinitionArn ?? "", context);
  const created = storeTags(putService(state, started), serviceArn, input.tags);
  return { state: created, output: { service: describeService(created, started) } };
};

/**
 * Changes a service; a task definition, load balancers or `forceNewDeployment` start a new deployment, the rest doesn't.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export const updateService: Operation<UpdateServiceCommandInput> = (state, input, context) => {
  const service = serviceOf(state, clusterOf(state, input.cluster), input.service);
  validateService(input);
  const current = service.deployments[0]?.taskDefinition ?? "";
  // A revision that is in use may be INACTIVE by now; only a change needs an active one.
  const definition =
    input.taskDefinition === undefined
      ? state.ecs.taskDefinitions[current]
      : activeDefinition(state, input.taskDefinition, current);
  const wanted = definition?.taskDefinitionArn ?? current;
  if (input.loadBalancers !== undefined) {
    validateLoadBalancers(state, { loadBalancers: input.loadBalancers, definition: definition ?? {} }, context);
  }
  const changed: ServiceRecord = {
    ...service,
    ...changesOf(input),
    loadBalancers: input.loadBalancers ?? service.loadBalancers,
    isSteady: false,
  };
  const isNewDeployment =
    input.forceNewDeployment === true ||
    wanted !== current ||
    JSON.stringify(changed.loadBalancers) !== JSON.stringify(service.loadBalancers);
  const updated = isNewDeployment ? startDeployment(changed, wanted, context) : changed;
  const next = putService(state, updated);
  return { state: next, output: { service: describeService(next, updated) } };
};

/** At most 10 services by name or ARN. */
export const describeServices: Operation<DescribeServicesCommandInput> = (state, input, { accountId, region }) => {
  const cluster = clusterOf(state, input.cluster);
  const names = input.services ?? [];
  if (names.length === 0) throw invalid("Services cannot be empty.");
  if (names.length > 10) throw invalid(`services can have at most 10 items, got ${names.length}.`);
  const found = names.map((name) => ({ name, service: findService(state, cluster, name) }));
  return {
    state,
    output: {
      services: found.flatMap(({ service }) =>
        service === undefined ? [] : [withTagsOnRequest(describeService(state, service), input.include)],
      ),
      failures: found
        .filter(({ service }) => service === undefined)
        .map(({ name }) => ({
          arn: name.startsWith("arn:")
            ? name
            : `arn:aws:ecs:${region}:${accountId}:service/${cluster.clusterName}/${name}`,
          reason: "MISSING",
        })),
    },
  };
};

/** At most 100 ARNs a page, 10 where no size is named. */
export const listServices: Operation<ListServicesCommandInput> = (state, input) => {
  const { clusterArn } = clusterOf(state, input.cluster);
  const active = Object.values(state.ecs.services).filter(
    (service) => service.clusterArn === clusterArn && service.status === "ACTIVE",
  );
  const { items, nextToken } = pageOf(active, { ...input, maxResults: input.maxResults ?? 10 }, 100);
  return { state, output: { serviceArns: items.map(({ serviceArn }) => serviceArn), nextToken } };
};

/**
 * The service is DRAINING until its last task has stopped, INACTIVE from then on.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html
 */
export const deleteService: Operation<DeleteServiceCommandInput> = (state, input) => {
  const service = serviceOf(state, clusterOf(state, input.cluster), input.service);
  if (service.desiredCount > 0 && input.force !== true) {
    throw invalid("The service cannot be stopped while it is scaled above 0.");
  }
  const draining: ServiceRecord = { ...service, status: "DRAINING", desiredCount: 0 };
  const next = putService(state, draining);
  return { state: next, output: { service: describeService(next, draining) } };
};

const changesOf = (input: CreateServiceCommandInput | UpdateServiceCommandInput): Partial<ServiceRecord> => {
  const {
    deploymentConfiguration: configuration,
    deploymentConfiguration: { deploymentCircuitBreaker: breaker } = {},
  } = input;
  const changes: { readonly [Key in keyof ServiceRecord]?: ServiceRecord[Key] | undefined } = {
    desiredCount: input.desiredCount,
    minimumHealthyPercent: configuration?.minimumHealthyPercent,
    maximumPercent: configuration?.maximumPercent,
    circuitBreaker: breaker && { enable: breaker.enable ?? false, rollback: breaker.rollback ?? false },
    healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds,
    placementConstraints: input.placementConstraints,
    placementStrategy: input.placementStrategy,
    enableExecuteCommand: input.enableExecuteCommand,
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
};

const activeDefinition = (state: RegionState, name: string | undefined, inUse?: string): TaskDefinition => {
  const definition = taskDefinitionOf(state, name);
  if (definition.status !== "ACTIVE" && definition.taskDefinitionArn !== inUse) {
    throw new AwsError("ClientException", "TaskDefinition is inactive");
  }
  return definition;
};

const invalid = (message: string): AwsError => new AwsError("InvalidParameterException", message);
