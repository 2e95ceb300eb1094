import type { RunTaskCommandInput, StopTaskCommandInput } from "@aws-sdk/client-ecs";
import { AwsError, type CallContext, type Operation, type Transition } from "../operation";
import type { RegionState } from "../state";
import { clusterOf, taskDefinitionOf } from "./find-records";
import { placeTask } from "./place-task";
import type { UnplaceableReason } from "./plan-placement";
import type { TaskRecord } from "./state";
import { stopTask } from "./stop-task";
import { describeTask } from "./tasks";
import { putTask } from "./update-ecs";

const known = [
  "cluster",
  "taskDefinition",
  "launchType",
  "count",
  "placementConstraints",
  "placementStrategy",
  "overrides",
  "startedBy",
  "clientToken",
];

/** Milliseconds. Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html */
const tokenLifetime = 86_400_000;

/**
 * Starts one task that belongs to no service, with another command if need be. The same token starts nothing twice.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
export const runTask: Operation<RunTaskCommandInput> = (state, input, context) => {
  requireModelled(input);
  const cluster = clusterOf(state, input.cluster);
  const { taskDefinitionArn: taskDefinition = "" } = activeDefinition(state, input);
  const command = commandOf(input);
  const repeated = findRepeated(state, input, context);
  if (repeated !== undefined) return answerRepeated(state, repeated, { taskDefinition, command });
  const placed = placeTask(
    state,
    {
      clusterArn: cluster.clusterArn,
      serviceArn: "",
      placementConstraints: input.placementConstraints ?? [],
      placementStrategy: input.placementStrategy ?? [],
      deployments: [{ id: input.startedBy ?? "", taskDefinition }],
    },
    context,
  );
  if (placed.kind === "unplaceable") return { state, output: { tasks: [], failures: [failureOf(placed)] } };
  const task: TaskRecord = {
    ...placed.task,
    ...(command === undefined ? {} : { command }),
    ...(input.clientToken === undefined ? {} : { clientToken: input.clientToken }),
  };
  const started = putTask(placed.state, task);
  return { state: started, output: { tasks: [describeTask(started, task)], failures: [] } };
};

const requireModelled = (input: RunTaskCommandInput): void => {
  const unknown = Object.entries(input).find(([name, value]) => value !== undefined && !known.includes(name));
  if (unknown !== undefined) throw notModelled(unknown[0]);
  if (input.launchType !== "EC2") throw notModelled(`the launch type ${input.launchType}`);
  if ((input.count ?? 1) !== 1) throw notModelled(`a count of ${input.count}`);
};

const activeDefinition = (state: RegionState, input: RunTaskCommandInput) => {
  const definition = taskDefinitionOf(state, input.taskDefinition);
  if (definition.status === "ACTIVE") return definition;
  throw new AwsError("ClientException", "TaskDefinition is inactive");
};

/** Overrides of anything but the one container's command are refused by name. */
const commandOf = ({ overrides = {} }: RunTaskCommandInput): readonly string[] | undefined => {
  const { containerOverrides = [], ...others } = overrides;
  const [first = {}, ...more] = containerOverrides;
  const { name: _name, command, ...rest } = first;
  const [unknown] = [...Object.keys(others), ...Object.keys(rest)];
  if (unknown !== undefined || more.length > 0) throw notModelled(`an override of ${unknown ?? "two containers"}`);
  return command;
};

const findRepeated = (
  { ecs }: RegionState,
  { clientToken }: RunTaskCommandInput,
  { now }: CallContext,
): TaskRecord | undefined =>
  clientToken === undefined
    ? undefined
    : Object.values(ecs.tasks).find((task) => task.clientToken === clientToken && now - task.createdAt < tokenLifetime);

const answerRepeated = (
  state: RegionState,
  task: TaskRecord,
  asked: { readonly taskDefinition: string; readonly command: readonly string[] | undefined },
): Transition => {
  const isSame =
    task.taskDefinitionArn === asked.taskDefinition && JSON.stringify(task.command) === JSON.stringify(asked.command);
  if (isSame) return { state, output: { tasks: [describeTask(state, task)], failures: [] } };
  throw new AwsError(
    "ConflictException",
    `The RunTask request could not be processed due to conflicts. The provided clientToken is already in use with a different RunTask request: ${task.taskArn}`,
  );
};

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html */
const failureReasons: Readonly<Record<UnplaceableReason, string>> = {
  "no-container-instances": "RESOURCE:INSTANCE",
  "missing-attribute": "ATTRIBUTE",
  "not-distinct": "ATTRIBUTE",
  "insufficient-memory": "RESOURCE:MEMORY",
  "insufficient-cpu": "RESOURCE:CPU",
};

const failureOf = ({
  reason,
  closest,
}: {
  readonly reason: UnplaceableReason;
  readonly closest: string | undefined;
}) => ({
  arn: closest,
  reason: failureReasons[reason],
});

/** Asks a task to end; what belongs to a service is replaced. */
export const stopTaskByHand: Operation<StopTaskCommandInput> = (state, input, context) => {
  const { clusterArn } = clusterOf(state, input.cluster);
  const task = Object.values(state.ecs.tasks).find(
    (other) =>
      other.clusterArn === clusterArn && (other.taskArn === input.task || other.taskArn.endsWith(`/${input.task}`)),
  );
  if (task === undefined) throw new AwsError("InvalidParameterException", "The referenced task was not found.");
  const stoppedReason = input.reason ?? "Task stopped by user";
  const stopped = stopTask(state, task, { stopCode: "UserInitiated", stoppedReason, context });
  return { state: stopped, output: { task: describeTask(stopped, stopped.ecs.tasks[task.taskArn] ?? task) } };
};

const notModelled = (what: string): AwsError =>
  new AwsError("NotModelled", `The rehearsal's region does not model ${what} of ecs:RunTask.`, 501);
