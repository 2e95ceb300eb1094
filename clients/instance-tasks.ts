import { DescribeTasksCommand, type ECSClient, ListTasksCommand, type Task } from "@aws-sdk/client-ecs";
import { isFinal } from "./container-instances";
import { callInParts, readAllPages } from "./drain-pages";
import type { Retry } from "./drain-retry";

/** A task on an instance that goes. */
export interface InstanceTask {
  readonly arn: string;
  /** As ECS names it: `service:` and the service's name, or the family of a task that runs by itself. */
  readonly group: string;
  /** `PENDING`, `RUNNING`, `STOPPED`, …; what comes after `STOPPED` is told as that. */
  readonly lastStatus: string;
  /** Epoch milliseconds; undefined while it hasn't stopped. */
  readonly stoppedAt: number | undefined;
  /** Whether its containers vanished with their host instead of coming to their end. */
  readonly isCutOff: boolean;
}

/** The tasks of one instance, for people to read about. */
export interface InstanceTasks {
  /** Those that ECS wants to run there, or has stopped there within the last hour. */
  list(clusterArn: string, containerInstanceArn: string): Promise<readonly InstanceTask[]>;
}

/** Tasks through the ECS API; every list is complete. */
export const createInstanceTasks = (ecs: Pick<ECSClient, "send">, retry: Retry): InstanceTasks => ({
  list: async (cluster, containerInstance) => {
    const lists = await Promise.all(
      (["RUNNING", "STOPPED"] as const).map((desiredStatus) =>
        readAllPages(async (nextToken) => {
          const query = { cluster, containerInstance, desiredStatus, nextToken };
          const page = await retry(() => ecs.send(new ListTasksCommand(query)));
          return { items: page.taskArns, nextToken: page.nextToken };
        }),
      ),
    );
    const answers = await callInParts([...new Set(lists.flat())], 100, (tasks) =>
      retry(() => ecs.send(new DescribeTasksCommand({ cluster, tasks }))),
    );
    return answers.flatMap(({ tasks = [] }) => tasks).map(toTask);
  },
});

const toTask = ({ taskArn = "", group = "", lastStatus = "", ...task }: Task): InstanceTask => ({
  arn: taskArn,
  group,
  lastStatus: isFinal(lastStatus) ? "STOPPED" : lastStatus,
  stoppedAt: task.stoppedAt?.getTime(),
  // A container that came to its end has an exit code, whatever ended it.
  isCutOff:
    isFinal(lastStatus) &&
    task.startedAt !== undefined &&
    (task.containers ?? []).every(({ exitCode }) => exitCode === undefined),
});
