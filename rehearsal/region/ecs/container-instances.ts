import type {
  ContainerInstance,
  DeregisterContainerInstanceCommandInput,
  DescribeContainerInstancesCommandInput,
  ListContainerInstancesCommandInput,
  RegisterContainerInstanceCommandInput,
  Resource,
  UpdateContainerInstancesStateCommandInput,
} from "@aws-sdk/client-ecs";
import { AwsError, type CallContext, type Operation } from "../operation";
import { pageOf } from "../page";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import { matchesQuery } from "./cluster-query";
import { clusterOf } from "./find-records";
import { freeResources } from "./free-resources";
import type { ClusterRecord, ContainerInstanceRecord } from "./state";
import { endTasksOfInstance } from "./stop-task";
import { storeTags, withTagsOnRequest } from "./tags";
import { putContainerInstance, updateEcs } from "./update-ecs";

/** What an agent's registration carries here; the instance's identity document is its EC2 instance id. */
export const registerContainerInstance: Operation<RegisterContainerInstanceCommandInput> = (state, input, context) => {
  const { clusterArn, clusterName } = clusterOf(state, input.cluster);
  const { accountId, region, now, random } = context;
  const id = randomHex(random, 32);
  const containerInstanceArn = `arn:aws:ecs:${region}:${accountId}:container-instance/${clusterName}/${id}`;
  const instance: ContainerInstanceRecord = {
    containerInstanceArn,
    clusterArn,
    ec2InstanceId: input.instanceIdentityDocument ?? "",
    status: "ACTIVE",
    registeredCpu: amountOf(input.totalResources, "CPU"),
    registeredMemory: amountOf(input.totalResources, "MEMORY"),
    attributes: input.attributes ?? [],
    registeredAt: now,
    version: 1,
  };
  const registered = storeTags(putContainerInstance(state, instance), containerInstanceArn, input.tags);
  return { state: registered, output: { containerInstance: describe(registered, instance) } };
};

const amountOf = (resources: readonly Resource[] | undefined, name: string): number =>
  resources?.find((resource) => resource.name === name)?.integerValue ?? 0;

/**
 * Takes an instance out of its cluster. With `force` its tasks end as they do when their host is gone.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterContainerInstance.html
 */
export const deregisterContainerInstance: Operation<DeregisterContainerInstanceCommandInput> = (
  state,
  input,
  context,
) => {
  const cluster = clusterOf(state, input.cluster);
  const instance = findInstance(state, cluster, input.containerInstance ?? "");
  if (instance === undefined) throw new AwsError("InvalidParameterException", "Container instance not found.");
  const hasTasks = Object.values(state.ecs.tasks).some(
    (task) => task.containerInstanceArn === instance.containerInstanceArn && task.lastStatus !== "STOPPED",
  );
  if (hasTasks && input.force !== true) {
    throw new AwsError("InvalidParameterException", "Found running tasks on the instance.");
  }
  const ended = endTasksOfInstance(state, instance, context);
  const { [instance.containerInstanceArn]: _gone, ...containerInstances } = ended.ecs.containerInstances;
  return {
    state: updateEcs(ended, { containerInstances }),
    output: { containerInstance: { ...describe(ended, instance), status: "INACTIVE" } },
  };
};

/**
 * The agent of a stopped instance is gone and its tasks with it, but nobody deregisters it.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterContainerInstance.html
 */
export const disconnectContainerInstance = (
  state: RegionState,
  containerInstanceArn: string | undefined,
  context: CallContext,
): RegionState => {
  const instance = state.ecs.containerInstances[containerInstanceArn ?? ""];
  if (instance === undefined) return state;
  const version = instance.version + 1;
  const ended = endTasksOfInstance(state, instance, context);
  return putContainerInstance(ended, { ...instance, isAgentConnected: false, version });
};

/** At most 100 ARNs a page, oldest first, by status (all where none is named) and cluster query. */
export const listContainerInstances: Operation<ListContainerInstancesCommandInput> = (state, input) => {
  const cluster = clusterOf(state, input.cluster);
  const matching = instancesOf(state, cluster)
    .filter(({ status }) => input.status === undefined || status === input.status)
    .filter((instance) => input.filter === undefined || matchesQuery(input.filter, instance));
  const { items, nextToken } = pageOf(matching, input, 100);
  return {
    state,
    output: { containerInstanceArns: items.map(({ containerInstanceArn }) => containerInstanceArn), nextToken },
  };
};

/** At most 100 instances by ARN or id. */
export const describeContainerInstances: Operation<DescribeContainerInstancesCommandInput> = (state, input) => {
  const cluster = clusterOf(state, input.cluster);
  const names = requireNames(input.containerInstances, 100);
  const found = names.map((name) => ({ name, instance: findInstance(state, cluster, name) }));
  return {
    state,
    output: {
      containerInstances: found.flatMap(({ instance }) =>
        instance === undefined ? [] : [withTagsOnRequest(describe(state, instance), input.include)],
      ),
      failures: missing(found),
    },
  };
};

/**
 * Sets at most 10 instances to DRAINING or back to ACTIVE; what isn't there comes back in `failures`.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateContainerInstancesState.html
 */
export const updateContainerInstancesState: Operation<UpdateContainerInstancesStateCommandInput> = (state, input) => {
  const cluster = clusterOf(state, input.cluster);
  const names = requireNames(input.containerInstances, 10);
  const { status } = input;
  if (status !== "ACTIVE" && status !== "DRAINING") {
    throw new AwsError(
      "InvalidParameterException",
      `Container instance status ${status} is not allowed: use ACTIVE or DRAINING.`,
    );
  }
  const found = names.map((name) => ({ name, instance: findInstance(state, cluster, name) }));
  const changed = found.flatMap(({ instance }) =>
    instance === undefined
      ? []
      : [{ ...instance, status, version: instance.version + 1 } satisfies ContainerInstanceRecord],
  );
  const updated = changed.reduce(putContainerInstance, state);
  return {
    state: updated,
    output: { containerInstances: changed.map((instance) => describe(updated, instance)), failures: missing(found) },
  };
};

const requireNames = (names: readonly string[] | undefined, limit: number): readonly string[] => {
  if (names === undefined || names.length === 0) {
    throw new AwsError("InvalidParameterException", "Container instance cannot be empty.");
  }
  if (names.length > limit) {
    throw new AwsError(
      "InvalidParameterException",
      `instanceIds can have at most ${limit} items, got ${names.length}.`,
    );
  }
  return names;
};

const missing = (found: readonly { name: string; instance: ContainerInstanceRecord | undefined }[]) =>
  found.filter(({ instance }) => instance === undefined).map(({ name }) => ({ arn: name, reason: "MISSING" }));

const instancesOf = (state: RegionState, { clusterArn }: ClusterRecord): readonly ContainerInstanceRecord[] =>
  Object.values(state.ecs.containerInstances).filter((instance) => instance.clusterArn === clusterArn);

const findInstance = (state: RegionState, cluster: ClusterRecord, name: string): ContainerInstanceRecord | undefined =>
  instancesOf(state, cluster).find(
    ({ containerInstanceArn }) => containerInstanceArn === name || containerInstanceArn.endsWith(`/${name}`),
  );

/**
 * The counts follow the *desired* status, so a task that is being stopped counts in neither: "no running tasks" does not
 * mean that an instance is empty. Source: https://github.com/aws/aws-cdk/issues/13506
 */
const describe = (state: RegionState, instance: ContainerInstanceRecord): ContainerInstance => {
  const tasks = Object.values(state.ecs.tasks).filter(
    (task) => task.containerInstanceArn === instance.containerInstanceArn && task.desiredStatus === "RUNNING",
  );
  const running = tasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
  const free = freeResources(state, instance);
  return {
    containerInstanceArn: instance.containerInstanceArn,
    ec2InstanceId: instance.ec2InstanceId,
    status: instance.status,
    agentConnected: instance.isAgentConnected ?? true,
    version: instance.version,
    runningTasksCount: running.length,
    pendingTasksCount: tasks.length - running.length,
    registeredResources: resources(instance.registeredCpu, instance.registeredMemory),
    remainingResources: resources(free.cpu, free.memory),
    attributes: [...instance.attributes],
    registeredAt: new Date(instance.registeredAt),
    tags: [...(state.ecs.tags[instance.containerInstanceArn] ?? [])],
  };
};

const resources = (cpu: number, memory: number): Resource[] => [
  { name: "CPU", type: "INTEGER", integerValue: cpu },
  { name: "MEMORY", type: "INTEGER", integerValue: memory },
  { name: "PORTS", type: "STRINGSET", stringSetValue: reservedPorts },
];

/** SSH, Docker and the agent itself. Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html (hostPort) */
const reservedPorts = ["22", "2375", "2376", "51678", "51679", "51680"];
