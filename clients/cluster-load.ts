import {
  type ContainerInstance,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListContainerInstancesCommand,
  ListServicesCommand,
  ListTasksCommand,
  type Resource,
  type Service,
} from "@aws-sdk/client-ecs";
import { callInParts, readAllPages } from "./drain-pages";

/** CPU units and MiB. */
export interface LoadSize {
  readonly cpu: number;
  readonly memory: number;
}

/** What a service wants and has. */
export interface ServiceLoad {
  /** The newest deployment, as its tasks name it. */
  readonly deploymentId: string;
  readonly taskDefinitionArn: string;
  /** Tasks of the newest deployment. */
  readonly desired: number;
  /** Tasks of the newest deployment that have an instance. */
  readonly placed: number;
  /** Expressions that an instance has to match. */
  readonly constraints: readonly string[];
}

/** What an instance can take. */
export interface InstanceLoad {
  readonly arn: string;
  /** `ACTIVE` or `DRAINING`. */
  readonly status: string;
  readonly isConnected: boolean;
  readonly registered: LoadSize;
  readonly free: LoadSize;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Reads what one cluster has to run, and where. */
export interface ClusterLoad {
  /** Those whose tasks a further instance can take. */
  services(): Promise<readonly ServiceLoad[]>;
  instances(): Promise<readonly InstanceLoad[]>;
  /** The deployment of each task on an instance that isn't told to stop yet. */
  deploymentsOn(containerInstance: string): Promise<readonly string[]>;
  /** What a task takes: its own size, or that of its containers together; remembered, as a revision never changes. */
  taskSize(taskDefinition: string): Promise<LoadSize>;
}

/** The load of a cluster through the ECS API; every list is complete. */
export const createClusterLoad = (ecs: Pick<ECSClient, "send">, cluster: string): ClusterLoad => {
  const sizes = new Map<string, LoadSize>();
  return {
    services: () => describeServices(ecs, cluster),
    instances: () => describeInstances(ecs, cluster),
    deploymentsOn: (containerInstance) => listDeployments(ecs, { cluster, containerInstance }),
    taskSize: async (taskDefinition) => {
      const size = sizes.get(taskDefinition) ?? (await readTaskSize(ecs, taskDefinition));
      sizes.set(taskDefinition, size);
      return size;
    },
  };
};

const describeServices = async (ecs: Pick<ECSClient, "send">, cluster: string): Promise<readonly ServiceLoad[]> => {
  const arns = await readAllPages(async (nextToken) => {
    const page = await ecs.send(new ListServicesCommand({ cluster, maxResults: 100, nextToken }));
    return { items: page.serviceArns, nextToken: page.nextToken };
  });
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html: 10 a call.
  const answers = await callInParts(arns, 10, (services) =>
    ecs.send(new DescribeServicesCommand({ cluster, services })),
  );
  return answers
    .flatMap(({ services = [] }) => services)
    .filter(growsWithInstances)
    .flatMap(toServiceLoad);
};

/** A daemon has its task on each instance already, and one that runs elsewhere needs none. */
const growsWithInstances = ({ launchType = "EC2", schedulingStrategy }: Service): boolean =>
  launchType === "EC2" && schedulingStrategy !== "DAEMON";

const toServiceLoad = ({ deployments = [], placementConstraints = [] }: Service): readonly ServiceLoad[] => {
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  if (primary === undefined) return [];
  const { id = "", taskDefinition = "", desiredCount = 0, runningCount = 0, pendingCount = 0 } = primary;
  return [
    {
      deploymentId: id,
      taskDefinitionArn: taskDefinition,
      desired: desiredCount,
      placed: runningCount + pendingCount,
      constraints: placementConstraints.flatMap(({ expression }) => (expression === undefined ? [] : [expression])),
    },
  ];
};

const describeInstances = async (ecs: Pick<ECSClient, "send">, cluster: string): Promise<readonly InstanceLoad[]> => {
  const arns = await readAllPages(async (nextToken) => {
    const page = await ecs.send(new ListContainerInstancesCommand({ cluster, nextToken }));
    return { items: page.containerInstanceArns, nextToken: page.nextToken };
  });
  const answers = await callInParts(arns, 100, (containerInstances) =>
    ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances })),
  );
  return answers.flatMap(({ containerInstances = [] }) => containerInstances).map(toInstanceLoad);
};

const toInstanceLoad = ({ containerInstanceArn = "", status = "", ...instance }: ContainerInstance): InstanceLoad => ({
  arn: containerInstanceArn,
  status,
  isConnected: instance.agentConnected ?? false,
  registered: toSize(instance.registeredResources),
  free: toSize(instance.remainingResources),
  attributes: Object.fromEntries((instance.attributes ?? []).map(({ name = "", value = "" }) => [name, value])),
});

const toSize = (resources: readonly Resource[] = []): LoadSize => {
  const amountOf = (wanted: string) => resources.find(({ name }) => name === wanted)?.integerValue ?? 0;
  return { cpu: amountOf("CPU"), memory: amountOf("MEMORY") };
};

const listDeployments = async (
  ecs: Pick<ECSClient, "send">,
  place: { readonly cluster: string; readonly containerInstance: string },
): Promise<readonly string[]> => {
  const arns = await readAllPages(async (nextToken) => {
    const page = await ecs.send(new ListTasksCommand({ ...place, desiredStatus: "RUNNING", nextToken }));
    return { items: page.taskArns, nextToken: page.nextToken };
  });
  const { cluster } = place;
  const answers = await callInParts(arns, 100, (tasks) => ecs.send(new DescribeTasksCommand({ cluster, tasks })));
  return answers
    .flatMap(({ tasks = [] }) => tasks)
    .flatMap(({ startedBy }) => (startedBy === undefined ? [] : [startedBy]));
};

const readTaskSize = async (ecs: Pick<ECSClient, "send">, taskDefinition: string): Promise<LoadSize> => {
  const { taskDefinition: found } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const containers = found?.containerDefinitions ?? [];
  const cpu = containers.reduce((sum, container) => sum + (container.cpu ?? 0), 0);
  // What ECS reserves is the soft limit where there is one.
  const memory = containers.reduce((sum, container) => sum + (container.memoryReservation ?? container.memory ?? 0), 0);
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size: the task's own come first.
  return { cpu: Number(found?.cpu ?? cpu), memory: Number(found?.memory ?? memory) };
};
