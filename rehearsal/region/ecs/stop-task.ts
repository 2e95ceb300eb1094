import type { TaskStopCode } from "@aws-sdk/client-ecs";
import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { withEvent } from "./service-events";
import type { ContainerInstanceRecord, TaskRecord } from "./state";
import { deregisterTargets } from "./task-targets";
import { putService, putTask } from "./update-ecs";

/** Why a task is being stopped. */
export interface StopReason {
  readonly stopCode: TaskStopCode;
  readonly stoppedReason: string;
}

/**
 * Begins to stop a task: out of its target groups first (DEACTIVATING until they have drained it), the signal comes after.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 */
export const stopTask = (
  state: RegionState,
  task: TaskRecord,
  { context, ...reason }: StopReason & { readonly context: CallContext },
): RegionState => {
  if (task.desiredStatus === "STOPPED") return state;
  const deregistered = deregisterTask(state, task, context);
  return putTask(deregistered, {
    ...task,
    ...reason,
    desiredStatus: "STOPPED",
    lastStatus: task.targets.length > 0 ? "DEACTIVATING" : "STOPPING",
    stoppingAt: context.now,
    version: task.version + 1,
  });
};

/** The task's process has ended: out of its target groups at once, STOPPED with the next step. */
export const endTask = (
  state: RegionState,
  task: TaskRecord,
  { context, ...end }: Partial<StopReason> & { readonly exitCode?: number; readonly context: CallContext },
): RegionState =>
  putTask(deregisterTask(state, task, context), {
    ...task,
    ...end,
    desiredStatus: "STOPPED",
    lastStatus: "DEPROVISIONING",
    stoppingAt: task.stoppingAt ?? context.now,
    version: task.version + 1,
  });

/** Ends what ran on an instance that is gone; nobody gets to drain. */
export const endTasksOfInstance = (
  state: RegionState,
  { containerInstanceArn, ec2InstanceId }: ContainerInstanceRecord,
  context: CallContext,
): RegionState =>
  Object.values(state.ecs.tasks)
    .filter((task) => task.containerInstanceArn === containerInstanceArn && task.lastStatus !== "STOPPED")
    .reduce((current, task) => {
      const reason = task.desiredStatus === "STOPPED" ? {} : hostTerminated(ec2InstanceId);
      const ended = deregisterTask(current, task, context);
      return putTask(ended, {
        ...task,
        ...reason,
        desiredStatus: "STOPPED",
        lastStatus: "STOPPED",
        stoppingAt: task.stoppingAt ?? context.now,
        stoppedAt: context.now,
        version: task.version + 1,
      });
    }, state);

/** Text: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
const hostTerminated = (ec2InstanceId: string): StopReason => ({
  stopCode: "TerminationNotice",
  stoppedReason: `Host EC2 (instance ${ec2InstanceId}) terminated.`,
});

const deregisterTask = (state: RegionState, task: TaskRecord, context: CallContext): RegionState => {
  const isRegistered = task.desiredStatus === "RUNNING" && task.targets.length > 0;
  if (!isRegistered) return state;
  const deregistered = deregisterTargets(state, task.targets, context);
  const service = deregistered.ecs.services[task.serviceArn];
  if (service === undefined) return deregistered;
  const noted = task.targets.reduce(
    (current, { targetGroupArn }) =>
      withEvent(current, `deregistered 1 targets in (target-group ${targetGroupArn})`, context.now),
    withEvent(service, "has begun draining connections on 1 tasks.", context.now),
  );
  return putService(deregistered, noted);
};
