import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { withEvent } from "./service-events";
import type { TaskRecord, TaskTarget } from "./state";
import { registerTargets, targetHealth } from "./task-targets";
import { putService, putTask, updateEcs } from "./update-ecs";

/**
 * Stopped tasks are described for at least an hour; here for exactly one.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html
 */
const stoppedTaskLifetimeMs = 3_600_000;

/** What a task does next without anybody's doing: registers, waits for its targets to drain, ends, is forgotten. */
export const advanceTask = (state: RegionState, task: TaskRecord, context: CallContext): RegionState => {
  switch (task.lastStatus) {
    case "ACTIVATING":
      return activate(state, task, context);
    case "DEACTIVATING":
      return isDrained(state, task, context) ? moveTo(state, task, { lastStatus: "STOPPING" }) : state;
    case "DEPROVISIONING":
      return moveTo(state, task, { lastStatus: "STOPPED", stoppedAt: context.now });
    case "STOPPED":
      return context.now - (task.stoppedAt ?? context.now) > stoppedTaskLifetimeMs ? forget(state, task) : state;
    default:
      return state;
  }
};

const moveTo = (state: RegionState, task: TaskRecord, change: Partial<TaskRecord>): RegionState =>
  putTask(state, { ...task, ...change, version: task.version + 1 });

/**
 * Registers the task with the target groups of its service; from then on it is RUNNING.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html (ACTIVATING)
 */
const activate = (state: RegionState, task: TaskRecord, context: CallContext): RegionState => {
  const service = state.ecs.services[task.serviceArn];
  const { hostPort } = task;
  const targets = (service?.loadBalancers ?? []).flatMap(({ targetGroupArn }): TaskTarget[] =>
    targetGroupArn === undefined || hostPort === undefined
      ? []
      : [{ targetGroupArn, id: task.ec2InstanceId, port: hostPort }],
  );
  const registered = registerTargets(state, targets, context);
  const running = moveTo(registered, task, { lastStatus: "RUNNING", startedAt: context.now, targets });
  if (service === undefined) return running;
  const noted = targets.reduce(
    (current, { targetGroupArn }) =>
      withEvent(current, `registered 1 targets in (target-group ${targetGroupArn})`, context.now),
    service,
  );
  return putService(running, noted);
};

const isDrained = (state: RegionState, { targets }: TaskRecord, context: CallContext): boolean =>
  targets.every((target) => targetHealth(state, target, context) === undefined);

const forget = (state: RegionState, { taskArn }: TaskRecord): RegionState => {
  const { [taskArn]: _forgotten, ...tasks } = state.ecs.tasks;
  return updateEcs(state, { tasks });
};
