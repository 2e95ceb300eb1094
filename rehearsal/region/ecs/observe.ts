import type { Observation } from "../observation";
import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { recordTaskFailure } from "./deployments";
import type { TaskRecord } from "./state";
import { endTask, type StopReason } from "./stop-task";
import { putService, putTask, updateEcs } from "./update-ecs";

/** What an observation changes in ECS; observations that concern others leave the state as it is. */
export const observeEcs = (state: RegionState, observation: Observation, context: CallContext): RegionState => {
  if (observation.kind === "image-pushed") {
    const { image, digest } = observation;
    return updateEcs(state, { imageDigests: { ...state.ecs.imageDigests, [image]: digest } });
  }
  if (observation.kind !== "task-started" && observation.kind !== "task-exited") return state;
  const task = state.ecs.tasks[observation.taskArn];
  if (task === undefined || task.lastStatus === "STOPPED") return state;
  return observation.kind === "task-started"
    ? taskStarted(state, task, observation.hostPort)
    : taskExited(state, task, { observation, context });
};

const taskStarted = (state: RegionState, task: TaskRecord, hostPort: number): RegionState =>
  task.lastStatus === "PENDING"
    ? putTask(state, { ...task, hostPort, lastStatus: "ACTIVATING", version: task.version + 1 })
    : state;

interface Exit {
  readonly observation: Extract<Observation, { kind: "task-exited" }>;
  readonly context: CallContext;
}

const taskExited = (state: RegionState, task: TaskRecord, { observation, context }: Exit): RegionState => {
  const { exitCode, reason } = observation;
  const code = exitCode === undefined ? {} : { exitCode };
  if (task.desiredStatus === "STOPPED") return endTask(state, task, { ...code, context });
  const ended = endTask(state, task, { ...code, ...unexpectedEnd(exitCode, reason), context });
  const service = ended.ecs.services[task.serviceArn];
  if (service === undefined) return ended;
  const reachedRunning = task.lastStatus === "RUNNING";
  return putService(
    ended,
    recordTaskFailure(service, { deploymentId: task.deploymentId, reachedRunning }, context.now),
  );
};

/** Without an exit code nothing ever ran. Texts: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
const unexpectedEnd = (exitCode: number | undefined, reason: string): StopReason =>
  exitCode === undefined
    ? { stopCode: "TaskFailedToStart", stoppedReason: reason }
    : { stopCode: "EssentialContainerExited", stoppedReason: "Essential container in task exited" };
