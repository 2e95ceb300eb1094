import { type Container, DescribeTasksCommand, type ECSClient, ListTasksCommand, type Task } from "@aws-sdk/client-ecs";
import { callInParts, readAllPages } from "./drain-pages";

/** A task that ECS wants to run, and that does. */
export interface RunningTask {
  readonly arn: string;
  readonly containerInstanceArn: string;
  readonly containers: readonly RunningContainer[];
}

/** One container of it. */
export interface RunningContainer {
  readonly name: string;
  /** As the task definition names it. */
  readonly image: string;
  /** What was pulled; absent while the agent hasn't told. */
  readonly digest?: string;
  readonly hostPorts: readonly number[];
}

/** Reads the tasks of a service. */
export interface RunningTasks {
  list(
    place: { readonly cluster: string; readonly service: string },
    signal: AbortSignal,
  ): Promise<readonly RunningTask[]>;
}

/** Tasks through the ECS API. */
export const createRunningTasks = (ecs: Pick<ECSClient, "send">): RunningTasks => ({
  list: async ({ cluster, service }, abortSignal) => {
    const arns = await readAllPages(async (nextToken) => {
      const command = new ListTasksCommand({ cluster, serviceName: service, desiredStatus: "RUNNING", nextToken });
      const page = await ecs.send(command, { abortSignal });
      return { items: page.taskArns, nextToken: page.nextToken };
    });
    const answers = await callInParts(arns, 100, (tasks) =>
      ecs.send(new DescribeTasksCommand({ cluster, tasks }), { abortSignal }),
    );
    return answers
      .flatMap(({ tasks = [] }) => tasks)
      .filter(({ lastStatus }) => lastStatus === "RUNNING")
      .map(toRunningTask);
  },
});

const toRunningTask = ({ taskArn = "", containerInstanceArn = "", containers = [] }: Task): RunningTask => ({
  arn: taskArn,
  containerInstanceArn,
  containers: containers.map(toContainer),
});

const toContainer = ({ name = "", image = "", imageDigest, networkBindings = [] }: Container): RunningContainer => ({
  name,
  image,
  ...(imageDigest === undefined ? {} : { digest: imageDigest }),
  hostPorts: networkBindings.flatMap(({ hostPort }) => (hostPort === undefined ? [] : [hostPort])),
});
