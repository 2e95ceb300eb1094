/** What the scheduler knows of a task that is meant to run. */
export interface TaskFacts {
  readonly taskArn: string;
  /** It runs what the service should run now. */
  readonly isPrimary: boolean;
  readonly isRunning: boolean;
  /** Running and, behind a load balancer, healthy in all target groups. */
  readonly isHealthy: boolean;
  /** The load balancer calls it unhealthy and its grace period is over. */
  readonly isUnhealthy: boolean;
  /** Its container instance is DRAINING. */
  readonly isOnDrainingInstance: boolean;
  readonly availabilityZone: string;
  /** It asked to be left alone until its work is done. @default false */
  readonly isProtected?: boolean;
}

/** What the scheduler knows of a service. */
export interface ServiceFacts {
  readonly desiredCount: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly tasks: readonly TaskFacts[];
}

/** Why a task has to go. */
export type StopCause = "replaced" | "unhealthy" | "instance-draining" | "scaled-in";

/** One step towards the desired state. */
export interface ServicePlan {
  readonly start: number;
  readonly stop: readonly { readonly taskArn: string; readonly cause: StopCause }[];
}

/**
 * One step of a rolling deployment. All tasks together stay within the maximum (rounded down), and no healthy task is
 * stopped while that would leave fewer healthy ones than the minimum (rounded up).
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export const planService = (facts: ServiceFacts): ServicePlan => {
  const { desiredCount, tasks } = facts;
  const maximum = Math.floor((desiredCount * facts.maximumPercent) / 100);
  const minimum = Math.ceil((desiredCount * facts.minimumHealthyPercent) / 100);
  const kept = keptTasks(tasks, desiredCount);
  const leaving = tasks
    .filter((task) => !kept.has(task))
    .map((task) => ({ task, cause: causeOf(task) }))
    .filter(({ task }) => !isLeftAlone(task));
  const missing = Math.max(0, desiredCount - kept.size);

  const free = leaving.filter(({ task, cause }) => !task.isHealthy && mayGoAtOnce(task, cause));
  const healthyBudget = tasks.filter(({ isHealthy }) => isHealthy).length - minimum;
  const paid = leaving.filter(({ task }) => task.isHealthy).slice(0, Math.max(0, healthyBudget));
  const remaining = tasks.length - free.length - paid.length;
  const room = Math.max(0, maximum - remaining);
  const unhealthy = unhealthyToStop(leaving, [...kept], { missing, room });
  return {
    start: Math.min(missing, room + unhealthy.length),
    stop: [...free, ...paid, ...unhealthy].map(({ task, cause }) => ({ taskArn: task.taskArn, cause })),
  };
};

/**
 * A protected task outlives scale-in, deployments and the draining of its instance, and counts as one of the service's tasks
 * meanwhile; its health doesn't: an unhealthy one is replaced.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html
 */
const isLeftAlone = ({ isProtected = false, isUnhealthy }: TaskFacts): boolean => isProtected && !isUnhealthy;

interface Leaving {
  readonly task: TaskFacts;
  readonly cause: StopCause;
}

/** The tasks that may stay: of the primary deployment, sound, at most as many as desired; healthy and running ones first. */
const keptTasks = (tasks: readonly TaskFacts[], desiredCount: number): ReadonlySet<TaskFacts> => {
  const kept = tasks.filter((task) => task.isPrimary && !task.isUnhealthy && !task.isOnDrainingInstance);
  while (kept.length > desiredCount) kept.splice(kept.indexOf(firstToGo(kept)), 1);
  return new Set(kept);
};

/**
 * What nobody protects and doesn't serve yet goes first, then what is in the zone with the most tasks, then the newest.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html (scheduler, termination)
 */
const firstToGo = (tasks: readonly TaskFacts[]): TaskFacts => {
  const inZone = (zone: string): number => tasks.filter(({ availabilityZone }) => availabilityZone === zone).length;
  const value = (task: TaskFacts): number =>
    (Number(isLeftAlone(task)) * 4 + Number(task.isHealthy) * 2 + Number(task.isRunning)) * (tasks.length + 1) -
    inZone(task.availabilityZone);
  return tasks.reduce((worst, task) => (value(task) <= value(worst) ? task : worst));
};

const causeOf = (task: TaskFacts): StopCause => {
  if (!task.isPrimary) return "replaced";
  if (task.isUnhealthy) return "unhealthy";
  return task.isOnDrainingInstance ? "instance-draining" : "scaled-in";
};

/**
 * A task that isn't healthy yet protects nobody. But a running one behind a load balancer may still serve (fail-open), so
 * unhealthy ones and those of a draining instance get their replacement first.
 * PENDING tasks of a draining instance stop immediately:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-draining.html
 */
const mayGoAtOnce = (task: TaskFacts, cause: StopCause): boolean =>
  !task.isRunning || cause === "replaced" || cause === "scaled-in";

/**
 * Unhealthy tasks go when all replacements are healthy, or as far as room is short for replacements.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html (maximumPercent)
 */
const unhealthyToStop = (
  leaving: readonly Leaving[],
  kept: readonly TaskFacts[],
  { missing, room }: { readonly missing: number; readonly room: number },
): readonly Leaving[] => {
  const waiting = leaving.filter(({ task, cause }) => !task.isHealthy && !mayGoAtOnce(task, cause));
  const isReplaced = missing === 0 && kept.every(({ isHealthy }) => isHealthy);
  return isReplaced ? waiting : waiting.slice(0, Math.max(0, missing - room));
};
