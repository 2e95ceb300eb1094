import type { DescribeTasksCommandInput, ListTasksCommandInput, Task } from "@aws-sdk/client-ecs";
import { AwsError, type Operation } from "../operation";
import { pageOf } from "../page";
import type { RegionState } from "../state";
import { clusterOf } from "./find-records";
import type { TaskRecord } from "./state";
import { withTagsOnRequest } from "./tags";

/**
 * At most 100 ARNs a page. The filter `desiredStatus` means what the scheduler wants, and is RUNNING when left out: a task
 * that drains is then no longer listed.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
 */
export const listTasks: Operation<ListTasksCommandInput> = (state, input) => {
  const { clusterArn } = clusterOf(state, input.cluster);
  const desiredStatus = input.desiredStatus ?? "RUNNING";
  const matching = Object.values(state.ecs.tasks)
    .filter((task) => task.clusterArn === clusterArn && task.desiredStatus === desiredStatus)
    .filter((task) => isAsked(input.containerInstance, task.containerInstanceArn))
    .filter((task) => isAsked(input.serviceName, task.serviceArn))
    .filter((task) => input.family === undefined || familyOf(task) === input.family)
    .filter((task) => input.startedBy === undefined || task.deploymentId === input.startedBy);
  const { items, nextToken } = pageOf(matching, input, 100);
  return { state, output: { taskArns: items.map(({ taskArn }) => taskArn), nextToken } };
};

const isAsked = (wanted: string | undefined, arn: string): boolean =>
  wanted === undefined || arn === wanted || arn.endsWith(`/${wanted}`);

const familyOf = ({ taskDefinitionArn }: TaskRecord): string | undefined =>
  taskDefinitionArn.split("/").at(-1)?.split(":")[0];

/** At most 100 tasks by ARN or id; stopped ones for an hour. */
export const describeTasks: Operation<DescribeTasksCommandInput> = (state, input) => {
  const { clusterArn } = clusterOf(state, input.cluster);
  const names = input.tasks ?? [];
  if (names.length === 0) throw new AwsError("InvalidParameterException", "Tasks cannot be empty.");
  if (names.length > 100) {
    throw new AwsError("InvalidParameterException", `tasks can have at most 100 items, got ${names.length}.`);
  }
  const found = names.map((name) => ({
    name,
    task: Object.values(state.ecs.tasks).find((task) => task.clusterArn === clusterArn && isAsked(name, task.taskArn)),
  }));
  return {
    state,
    output: {
      tasks: found.flatMap(({ task }) =>
        task === undefined ? [] : [withTagsOnRequest(describeTask(state, task), input.include)],
      ),
      failures: found.filter(({ task }) => task === undefined).map(({ name }) => ({ arn: name, reason: "MISSING" })),
    },
  };
};

/** A task as ECS tells of it. */
export const describeTask = (state: RegionState, task: TaskRecord): Task => ({
  taskArn: task.taskArn,
  clusterArn: task.clusterArn,
  taskDefinitionArn: task.taskDefinitionArn,
  containerInstanceArn: task.containerInstanceArn,
  availabilityZone: task.availabilityZone,
  group: task.serviceArn === "" ? `family:${familyOf(task)}` : `service:${task.serviceArn.split("/").at(-1)}`,
  startedBy: task.deploymentId,
  launchType: "EC2",
  cpu: String(task.cpu),
  memory: String(task.memory),
  lastStatus: task.lastStatus,
  desiredStatus: task.desiredStatus,
  createdAt: new Date(task.createdAt),
  startedAt: dateOf(task.startedAt),
  stoppingAt: dateOf(task.stoppingAt),
  stoppedAt: dateOf(task.stoppedAt),
  stopCode: task.stopCode,
  stoppedReason: task.stoppedReason,
  version: task.version,
  containers: [containerOf(state, task)],
  attachments: [],
  ...(task.command === undefined
    ? {}
    : { overrides: { containerOverrides: [{ command: [...task.command] }], inferenceAcceleratorOverrides: [] } }),
  tags: [...(state.ecs.tags[task.taskArn] ?? [])],
});

const dateOf = (at: number | undefined): Date | undefined => (at === undefined ? undefined : new Date(at));

const containerOf = (state: RegionState, task: TaskRecord) => {
  const definition = state.ecs.taskDefinitions[task.taskDefinitionArn]?.containerDefinitions?.[0];
  const containerPort = definition?.portMappings?.[0]?.containerPort;
  const isMapped = containerPort !== undefined && task.hostPort !== undefined;
  return {
    taskArn: task.taskArn,
    name: definition?.name,
    image: definition?.image,
    imageDigest: task.imageDigest,
    lastStatus: containerStatusOf(task),
    exitCode: task.exitCode,
    networkBindings: isMapped
      ? [{ bindIP: "0.0.0.0", containerPort, hostPort: task.hostPort, protocol: "tcp" as const }]
      : [],
    networkInterfaces: [],
  };
};

/** A container knows three states only. Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Container.html */
const containerStatusOf = ({ lastStatus }: TaskRecord): string => {
  if (lastStatus === "PROVISIONING" || lastStatus === "PENDING") return "PENDING";
  return lastStatus === "DEPROVISIONING" || lastStatus === "STOPPED" ? "STOPPED" : "RUNNING";
};
