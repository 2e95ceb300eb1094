import {
  type ContainerInstance as AwsContainerInstance,
  type ContainerInstanceStatus,
  DescribeContainerInstancesCommand,
  DescribeTasksCommand,
  type DesiredStatus,
  type ECSClient,
  ListContainerInstancesCommand,
  ListTasksCommand,
  UpdateContainerInstancesStateCommand,
} from "@aws-sdk/client-ecs";
import { callInParts, readAllPages } from "./drain-pages";
import type { Retry } from "./drain-retry";

/** An EC2 instance as one of our clusters knows it. */
export interface ContainerInstance {
  readonly arn: string;
  readonly clusterArn: string;
  readonly instanceId: string;
  /** `ACTIVE`, `DRAINING`, … */
  readonly status: string;
  /** Whether its agent is connected. */
  readonly isConnected: boolean;
  /** Running and pending tasks as ECS counts them: those that are being deregistered are not among them. */
  readonly countedTasks: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a change of state did. */
export interface StateChange {
  /** The EC2 instances that have the wanted state now. */
  readonly instanceIds: readonly string[];
  readonly failures: readonly { readonly arn: string; readonly reason: string }[];
}

/** The container instances of a cluster; every list is complete, every batch within AWS's limits. */
export interface ContainerInstances {
  /** ARNs of the instances that match a cluster query; without a status all but the inactive ones. */
  list(clusterArn: string, query: { filter: string; status?: ContainerInstanceStatus }): Promise<readonly string[]>;
  describe(clusterArn: string, arns: readonly string[]): Promise<readonly ContainerInstance[]>;
  setState(clusterArn: string, arns: readonly string[], status: "ACTIVE" | "DRAINING"): Promise<StateChange>;
  /** ARNs of the tasks on an instance whose last status isn't STOPPED, or DELETED after it. */
  unfinishedTasks(clusterArn: string, arn: string): Promise<readonly string[]>;
}

/** Container instances through the ECS API. */
export const createContainerInstances = (ecs: Pick<ECSClient, "send">, retry: Retry): ContainerInstances => ({
  list: async (cluster, query) =>
    readAllPages(async (nextToken) => {
      const page = await retry(() => ecs.send(new ListContainerInstancesCommand({ cluster, ...query, nextToken })));
      return { items: page.containerInstanceArns, nextToken: page.nextToken };
    }),
  describe: async (cluster, arns) => {
    const answers = await callInParts(arns, 100, (containerInstances) =>
      retry(() => ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances }))),
    );
    return answers.flatMap(({ containerInstances = [] }) => containerInstances.map((one) => toInstance(cluster, one)));
  },
  setState: async (cluster, arns, status) => {
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateContainerInstancesState.html: 10 a call.
    const answers = await callInParts(arns, 10, (containerInstances) =>
      retry(() => ecs.send(new UpdateContainerInstancesStateCommand({ cluster, containerInstances, status }))),
    );
    return {
      instanceIds: answers.flatMap(({ containerInstances = [] }) =>
        containerInstances.map(({ ec2InstanceId = "" }) => ec2InstanceId),
      ),
      failures: answers.flatMap(({ failures = [] }) => failures.map(({ arn = "", reason = "" }) => ({ arn, reason }))),
    };
  },
  unfinishedTasks: async (cluster, arn) => {
    // Without a desired status ECS lists only RUNNING ones, and so hides every task that is on its way out.
    const running = await listTasks(ecs, retry, { cluster, containerInstance: arn, desiredStatus: "RUNNING" });
    const stopping = await listTasks(ecs, retry, { cluster, containerInstance: arn, desiredStatus: "STOPPED" });
    const listed = [...new Set([...running, ...stopping])];
    const answers = await callInParts(listed, 100, (tasks) =>
      retry(() => ecs.send(new DescribeTasksCommand({ cluster, tasks }))),
    );
    const stopped = answers
      .flatMap(({ tasks = [] }) => tasks)
      .flatMap(({ taskArn, lastStatus = "" }) => (isFinal(lastStatus) && taskArn !== undefined ? [taskArn] : []));
    // What ECS listed but couldn't describe counts as unfinished until it is listed no more.
    const finished = new Set(stopped);
    return listed.filter((task) => !finished.has(task));
  },
});

/**
 * Whether a task has come to its end; DELETED comes after STOPPED.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 */
export const isFinal = (lastStatus: string): boolean => lastStatus === "STOPPED" || lastStatus === "DELETED";

interface TaskQuery {
  readonly cluster: string;
  readonly containerInstance: string;
  readonly desiredStatus: DesiredStatus;
}

const listTasks = (ecs: Pick<ECSClient, "send">, retry: Retry, query: TaskQuery): Promise<readonly string[]> =>
  readAllPages(async (nextToken) => {
    const page = await retry(() => ecs.send(new ListTasksCommand({ ...query, nextToken })));
    return { items: page.taskArns, nextToken: page.nextToken };
  });

const toInstance = (clusterArn: string, instance: AwsContainerInstance): ContainerInstance => ({
  arn: instance.containerInstanceArn ?? "",
  clusterArn,
  instanceId: instance.ec2InstanceId ?? "",
  status: instance.status ?? "",
  isConnected: instance.agentConnected ?? false,
  countedTasks: (instance.runningTasksCount ?? 0) + (instance.pendingTasksCount ?? 0),
  attributes: Object.fromEntries((instance.attributes ?? []).map(({ name = "", value = "" }) => [name, value])),
});
