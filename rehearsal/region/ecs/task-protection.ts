import type {
  GetTaskProtectionCommandInput,
  ProtectedTask,
  UpdateTaskProtectionCommandInput,
} from "@aws-sdk/client-ecs";
import { AwsError, type Operation } from "../operation";
import type { RegionState } from "../state";
import { clusterOf } from "./find-records";
import type { ClusterRecord, TaskRecord } from "./state";
import { putTask } from "./update-ecs";

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskProtection.html */
const mostTasks = 10;
/** Minutes, of the same source. */
const protection = { initial: 120, least: 1, most: 2880 } as const;

/**
 * Whether the scheduler must leave a task alone when it scales in, deploys or drains; it expires by itself.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html
 */
export const isProtected = ({ protectedUntil }: Pick<TaskRecord, "protectedUntil">, now: number): boolean =>
  protectedUntil !== undefined && now < protectedUntil;

/** Protects tasks of services for some minutes from now on, whatever was set before, or ends their protection. */
export const updateTaskProtection: Operation<UpdateTaskProtectionCommandInput> = (state, input, { now }) => {
  const { protectionEnabled, expiresInMinutes: minutes = protection.initial } = input;
  if (minutes < protection.least || minutes > protection.most) {
    throw invalid(`expiresInMinutes is ${minutes}: use ${protection.least} to ${protection.most}.`);
  }
  if (protectionEnabled === undefined) throw invalid("protectionEnabled is needed.");
  const found = findTasks(state, clusterOf(state, input.cluster), input.tasks);
  const changed = found.flatMap(({ task, reason }): readonly TaskRecord[] => {
    if (task === undefined || reason !== undefined) return [];
    const { protectedUntil: _before, ...rest } = task;
    return [protectionEnabled ? { ...rest, protectedUntil: now + minutes * 60_000 } : rest];
  });
  return {
    state: changed.reduce(putTask, state),
    output: { protectedTasks: changed.map((task) => describe(task, now)), failures: failuresOf(found) },
  };
};

/**
 * Which tasks are protected, and until when.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_GetTaskProtection.html
 */
export const getTaskProtection: Operation<GetTaskProtectionCommandInput> = (state, input, { now }) => {
  const cluster = clusterOf(state, input.cluster);
  const named = input.tasks ?? Object.values(state.ecs.tasks).map(({ taskArn }) => taskArn);
  const found = findTasks(state, cluster, named);
  return {
    state,
    output: {
      protectedTasks: found.flatMap(({ task, reason }) =>
        task === undefined || reason !== undefined ? [] : [describe(task, now)],
      ),
      failures: failuresOf(found),
    },
  };
};

interface FoundTask {
  readonly name: string;
  readonly task: TaskRecord | undefined;
  /** Why it can't be protected. */
  readonly reason: "MISSING" | "TASK_NOT_VALID" | undefined;
}

const findTasks = (
  state: RegionState,
  { clusterArn }: ClusterRecord,
  names: readonly string[] | undefined,
): readonly FoundTask[] => {
  if (names === undefined || names.length === 0) throw invalid("tasks is empty: name 1 to 10 tasks.");
  if (names.length > mostTasks) throw invalid(`tasks has ${names.length} items: use at most ${mostTasks}.`);
  return names.map((name) => {
    const task = Object.values(state.ecs.tasks).find(
      ({ taskArn, clusterArn: place }) => place === clusterArn && (taskArn === name || taskArn.endsWith(`/${name}`)),
    );
    return { name, task, reason: reasonFor(state, task) };
  });
};

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html */
const reasonFor = (state: RegionState, task: TaskRecord | undefined): FoundTask["reason"] => {
  if (task === undefined || task.lastStatus === "STOPPED") return "MISSING";
  return state.ecs.services[task.serviceArn] === undefined ? "TASK_NOT_VALID" : undefined;
};

const failuresOf = (found: readonly FoundTask[]) =>
  found.flatMap(({ name, reason }) => (reason === undefined ? [] : [{ arn: name, reason }]));

const describe = (task: TaskRecord, now: number): ProtectedTask => {
  const { taskArn, protectedUntil } = task;
  return isProtected(task, now) && protectedUntil !== undefined
    ? { taskArn, protectionEnabled: true, expirationDate: new Date(protectedUntil) }
    : { taskArn, protectionEnabled: false };
};

const invalid = (message: string): AwsError => new AwsError("InvalidParameterException", message);
