import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { breakCircuit, changeDeployment, recordTaskFailure } from "./deployments";
import { tasksOfService } from "./find-records";
import { placeTask } from "./place-task";
import type { UnplaceableReason } from "./plan-placement";
import { planService, type ServicePlan, type StopCause, type TaskFacts } from "./plan-service";
import { withEvent } from "./service-events";
import type { ServiceRecord, TaskRecord } from "./state";
import { stopTask } from "./stop-task";
import { isProtected } from "./task-protection";
import { targetHealth } from "./task-targets";
import { putService, putTask } from "./update-ecs";

/** One round of the service scheduler for one service. */
export const advanceService = (state: RegionState, serviceArn: string, context: CallContext): RegionState => {
  const noted = noteHealth(state, serviceArn, context);
  const service = noted.ecs.services[serviceArn];
  if (service === undefined || service.status === "INACTIVE") return noted;
  const broken = putService(noted, breakCircuit(service, context));
  const plan = planOf(broken, serviceArn, context);
  const stopped = stopTasks(broken, serviceArn, { plan, context });
  const started = startTasks(stopped, serviceArn, { count: plan.start, context });
  return settle(started, serviceArn, context);
};

const meantToRun = (state: RegionState, serviceArn: string): readonly TaskRecord[] =>
  tasksOfService(state, serviceArn).filter(({ desiredStatus }) => desiredStatus === "RUNNING");

/** The circuit breaker starts counting anew when a task is healthy for the first time. */
const noteHealth = (state: RegionState, serviceArn: string, context: CallContext): RegionState =>
  meantToRun(state, serviceArn)
    .filter((task) => !task.wasHealthy && isHealthy(state, task, context))
    .reduce((current, task) => {
      const service = current.ecs.services[serviceArn];
      if (service === undefined) return current;
      const reset = changeDeployment(service, task.deploymentId, () => ({
        failuresInARow: 0,
        launchFailuresInARow: 0,
      }));
      return putTask(putService(current, reset), { ...task, wasHealthy: true });
    }, state);

const isHealthy = (state: RegionState, task: TaskRecord, context: CallContext): boolean =>
  task.lastStatus === "RUNNING" &&
  task.targets.every((target) => targetHealth(state, target, context)?.State === "healthy");

/** Unhealthy counts once the grace period is over. Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
const isUnhealthy = (state: RegionState, task: TaskRecord, context: CallContext): boolean => {
  const { healthCheckGracePeriodSeconds = 0 } = state.ecs.services[task.serviceArn] ?? {};
  const graceEnds = (task.startedAt ?? context.now) + healthCheckGracePeriodSeconds * 1000;
  if (task.lastStatus !== "RUNNING" || context.now < graceEnds) return false;
  return task.targets.some((target) => targetHealth(state, target, context)?.State === "unhealthy");
};

const planOf = (state: RegionState, serviceArn: string, context: CallContext): ServicePlan => {
  const service = state.ecs.services[serviceArn];
  const [primary] = service?.deployments ?? [];
  if (service === undefined || primary === undefined) return { start: 0, stop: [] };
  const tasks = meantToRun(state, serviceArn).map(
    (task): TaskFacts => ({
      taskArn: task.taskArn,
      isPrimary: task.deploymentId === primary.id,
      isRunning: task.lastStatus === "RUNNING",
      isHealthy: isHealthy(state, task, context),
      isUnhealthy: isUnhealthy(state, task, context),
      isOnDrainingInstance: state.ecs.containerInstances[task.containerInstanceArn]?.status === "DRAINING",
      availabilityZone: task.availabilityZone,
      isProtected: isProtected(task, context.now),
    }),
  );
  const plan = planService({ ...service, tasks });
  // A failed deployment launches no more tasks; what it has, and what was there before, stays.
  const mayStart = primary.rolloutState !== "FAILED" && context.now >= primary.notBefore;
  return mayStart ? plan : { ...plan, start: 0 };
};

const stopTasks = (
  state: RegionState,
  serviceArn: string,
  { plan, context }: { readonly plan: ServicePlan; readonly context: CallContext },
): RegionState => {
  const stopped = plan.stop.reduce((current, { taskArn, cause }) => {
    const task = current.ecs.tasks[taskArn];
    return task === undefined ? current : stopFor(current, task, { cause, context });
  }, state);
  return plan.stop.length === 0
    ? stopped
    : addEvent(stopped, serviceArn, {
        text: `has stopped ${plan.stop.length} running tasks: ${taskList(plan.stop.map(({ taskArn }) => taskArn))}.`,
        context,
      });
};

const stopFor = (
  state: RegionState,
  task: TaskRecord,
  { cause, context }: { readonly cause: StopCause; readonly context: CallContext },
): RegionState => {
  const reason = (stoppedReason: string) => ({ stopCode: "ServiceSchedulerInitiated", stoppedReason }) as const;
  if (cause !== "unhealthy") {
    const { id = "" } = state.ecs.services[task.serviceArn]?.deployments[0] ?? {};
    return stopTask(state, task, { ...reason(`Scaling activity initiated by (deployment ${id})`), context });
  }
  const { targetGroupArn = "", port = 0 } = task.targets[0] ?? {};
  const health = task.targets[0] && targetHealth(state, task.targets[0], context);
  const told = addEvent(state, task.serviceArn, {
    text: `(port ${port}) is unhealthy in (target-group ${targetGroupArn}) due to (reason ${health?.Description ?? health?.Reason}).`,
    context,
  });
  const service = told.ecs.services[task.serviceArn];
  const counted =
    service === undefined
      ? told
      : putService(told, recordTaskFailure(service, { ...task, reachedRunning: true }, context.now));
  return stopTask(counted, task, {
    ...reason(`Task failed ELB health checks in (target-group ${targetGroupArn})`),
    context,
  });
};

const startTasks = (
  state: RegionState,
  serviceArn: string,
  { count, context }: { readonly count: number; readonly context: CallContext },
): RegionState => {
  let current = state;
  const started: string[] = [];
  let obstacle: string | undefined;
  while (started.length < count && obstacle === undefined) {
    const service = current.ecs.services[serviceArn];
    if (service === undefined) return current;
    const result = placeTask(current, service, context);
    if (result.kind === "unplaceable") {
      obstacle = unplaceableText(result);
    } else {
      current = result.state;
      started.push(result.task.taskArn);
    }
  }
  const texts = [
    started.length > 0 ? `has started ${started.length} tasks: ${taskList(started)}.` : undefined,
    obstacle,
  ];
  return texts.reduce(
    (told, text) => (text === undefined ? told : addEvent(told, serviceArn, { text, context })),
    current,
  );
};

const unplaceableReasons: Readonly<Record<UnplaceableReason, string>> = {
  "no-container-instances": "No Container Instances were found in your cluster",
  "missing-attribute": "is missing an attribute required by your task",
  "not-distinct": "already runs a task of this service (distinctInstance)",
  "insufficient-memory": "has insufficient memory available",
  "insufficient-cpu": "has insufficient CPU units available",
};

/** Texts: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */
const unplaceableText = ({ reason, closest }: { reason: UnplaceableReason; closest: string | undefined }): string => {
  const start = "was unable to place a task because no container instance met all of its requirements.";
  const text = unplaceableReasons[reason];
  const end = "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
  if (closest === undefined) return `${start} Reason: ${text}. ${end}`;
  return `${start} The closest matching (container-instance ${closest.split("/").at(-1)}) ${text}. ${end}`;
};

/** Lets old deployments without tasks go, completes the primary one, and says once when the service is steady. */
const settle = (state: RegionState, serviceArn: string, context: CallContext): RegionState => {
  const service = state.ecs.services[serviceArn];
  const [primary, ...older] = service?.deployments ?? [];
  if (service === undefined || primary === undefined) return state;
  const tasks = meantToRun(state, serviceArn);
  if (service.status === "DRAINING") {
    const isGone = tasksOfService(state, serviceArn).length === 0;
    return isGone ? putService(state, { ...service, status: "INACTIVE", deployments: [] }) : state;
  }
  const left = older.filter(({ id }) => tasks.some(({ deploymentId }) => deploymentId === id));
  const isSteady =
    left.length === 0 &&
    tasks.length === service.desiredCount &&
    tasks.every((task) => isHealthy(state, task, context));
  const settled: ServiceRecord = { ...service, deployments: [primary, ...left], isSteady };
  return putService(state, isSteady && !service.isSteady ? complete(settled, context.now) : settled);
};

const complete = (service: ServiceRecord, now: number): ServiceRecord => {
  const [primary] = service.deployments;
  if (primary === undefined) return service;
  const steady = withEvent(service, "has reached a steady state.", now);
  if (primary.rolloutState !== "IN_PROGRESS") return steady;
  const completed = changeDeployment(
    withEvent(steady, `(deployment ${primary.id}) deployment completed.`, now),
    primary.id,
    () => ({
      rolloutState: "COMPLETED",
      rolloutStateReason: `ECS deployment ${primary.id} completed.`,
      updatedAt: now,
    }),
  );
  return { ...completed, lastCompleted: { deploymentId: primary.id, taskDefinition: primary.taskDefinition } };
};

const taskList = (arns: readonly string[]): string => arns.map((arn) => `(task ${arn.split("/").at(-1)})`).join(" ");

const addEvent = (
  state: RegionState,
  serviceArn: string,
  { text, context }: { readonly text: string; readonly context: CallContext },
): RegionState => {
  const service = state.ecs.services[serviceArn];
  return service === undefined ? state : putService(state, withEvent(service, text, context.now));
};
