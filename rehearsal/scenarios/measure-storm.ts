import { setTimeout as sleep } from "node:timers/promises";
import type { UpdateContainerInstancesStateCommandInput } from "@aws-sdk/client-ecs";
import type { HttpLoad } from "../load/http-load";
import type { InstanceRecord } from "../region/ec2/state";
import type { TaskRecord } from "../region/ecs/state";
import type { RecordedCall, Region } from "../region/region";
import type { FakeSlack } from "../slack/fake-slack";
import { type ThreadFigures, ThreadWatch } from "./watch-threads";

/** What two storms did, all of it measured; times are the region's. */
export interface StormFigures {
  readonly requests: number;
  readonly failed: number;
  /** Instances that got their notice. */
  readonly interrupted: number;
  /** From a notice to the moment at which its instance was DRAINING, the longest; null where one never was. */
  readonly drainingWithinMs: number | null;
  /** Instances that were taken while a task still ran on them. */
  readonly deadlineMissed: number;
  /** Tasks that ended on an interrupted instance before it was taken. */
  readonly tasksMoved: number;
  /** Tasks that went with their instance. */
  readonly tasksKilled: number;
  /** What Slack was told. @default nobody looked */
  readonly threads?: ThreadFigures;
}

/** Where storms take place. */
export interface StormGround {
  readonly region: Region;
  readonly http: HttpLoad;
  readonly signal: AbortSignal;
  /** Where people are told. @default nobody looks */
  readonly slack?: FakeSlack;
}

/** A part of the figures covers at least this many requests. */
export const fewestRequests = 5_000;
const storms = 2;
/** How often the region is looked at, in real milliseconds. */
const lookMs = 50;
/** How long after a notice everything must be as before, by the region's clock. */
const patienceMs = 15 * 60_000;
/** How long after that every end must have been told, by the region's clock. */
const endPatienceMs = 60_000;

/** Takes a third of the spot instances back at once, twice, and watches until everything is as before. */
export const measureStorms = async (ground: StormGround): Promise<StormFigures> => {
  const { region, http, signal } = ground;
  const [firstSample, firstCall] = [http.samples.length, region.calls.length];
  const watch = ground.slack && new ThreadWatch(ground.slack, () => region.context.now);
  const losses: Loss[] = [];
  for (let storm = 0; storm < storms; storm += 1) {
    losses.push(...interruptThird(region));
    await untilCalm(ground, losses, watch);
  }
  while (http.samples.length - firstSample < fewestRequests) await sleep(lookMs, undefined, { signal });
  const samples = http.samples.slice(firstSample);
  return {
    requests: samples.length,
    failed: samples.filter(({ ok }) => !ok).length,
    ...figuresOf(losses, region.state.ecs.tasks, region.calls.slice(firstCall)),
    ...(watch && { threads: await watchEnds(ground, watch, losses) }),
  };
};

/** The last messages may come some seconds after everything is calm. */
const watchEnds = async ({ region, signal }: StormGround, watch: ThreadWatch, losses: readonly Loss[]) => {
  const notices = losses.map(({ instance: { instanceId }, noticedAt }) => ({ instanceId, noticedAt }));
  const deadline = region.context.now + endPatienceMs;
  for (;;) {
    watch.look();
    const figures = watch.figures(notices);
    if (figures.ended >= notices.length || region.context.now > deadline) return figures;
    await sleep(lookMs, undefined, { signal });
  }
};

/** An interrupted instance, as it was when it got its notice. */
export interface Loss {
  readonly instance: InstanceRecord;
  readonly noticedAt: number;
  readonly takenAt: number;
  readonly taskArns: readonly string[];
}

const runningSpot = ({ state }: Region): readonly InstanceRecord[] =>
  Object.values(state.ec2.instances).filter(
    (instance) => instance.lifecycle === "spot" && instance.state === "running" && instance.interruption === undefined,
  );

const tasksOn = ({ state }: Region, { containerInstanceArn }: InstanceRecord): readonly TaskRecord[] =>
  Object.values(state.ecs.tasks).filter(
    (task) => task.containerInstanceArn === containerInstanceArn && task.desiredStatus === "RUNNING",
  );

/** The third that carries most tasks: the worst case. */
const interruptThird = (region: Region): readonly Loss[] => {
  const spot = runningSpot(region).toSorted(
    (one, other) => tasksOn(region, other).length - tasksOn(region, one).length,
  );
  const chosen = spot.slice(0, Math.ceil(spot.length / 3));
  const taskArns = chosen.map((instance) => tasksOn(region, instance).map(({ taskArn }) => taskArn));
  region.observe({ kind: "spot-interrupted", instanceIds: chosen.map(({ instanceId }) => instanceId) });
  return chosen.map(({ instanceId }, index) => {
    const instance = region.state.ec2.instances[instanceId];
    if (instance?.interruption === undefined) throw new Error(`${instanceId} got no notice.`);
    const { noticedAt, at: takenAt } = instance.interruption;
    return { instance, noticedAt, takenAt, taskArns: taskArns[index] ?? [] };
  });
};

const untilCalm = async (
  { region, signal }: StormGround,
  losses: readonly Loss[],
  watch: ThreadWatch | undefined,
): Promise<void> => {
  const deadline = region.context.now + patienceMs;
  while (!isCalm(region, losses)) {
    watch?.look();
    if (region.context.now > deadline) {
      throw new Error(`${patienceMs / 60_000} minutes after the notices the services are still not steady.`);
    }
    await sleep(lookMs, undefined, { signal });
  }
};

/** All victims are gone, the fleets have their target again, and all services are steady. */
const isCalm = (region: Region, losses: readonly Loss[]): boolean => {
  const { ec2, ecs } = region.state;
  const target = Object.values(ec2.spotFleets).reduce((sum, { config }) => sum + (config.TargetCapacity ?? 0), 0);
  const joined = runningSpot(region).filter(({ containerInstanceArn }) => containerInstanceArn !== undefined);
  const isTaken = ({ instance }: Loss): boolean => ec2.instances[instance.instanceId]?.state === "terminated";
  return (
    losses.every(isTaken) &&
    joined.length >= target &&
    Object.values(ecs.services).every(({ status, isSteady }) => status !== "ACTIVE" || isSteady)
  );
};

/** Judges what became of the interrupted instances and their tasks. */
export const figuresOf = (
  losses: readonly Loss[],
  tasks: Readonly<Record<string, TaskRecord>>,
  calls: readonly RecordedCall[],
): Omit<StormFigures, "requests" | "failed"> => {
  const killed = losses.map(({ taskArns }) => taskArns.filter((arn) => isKilled(tasks[arn])).length);
  const had = losses.reduce((sum, { taskArns }) => sum + taskArns.length, 0);
  const tasksKilled = killed.reduce((sum, count) => sum + count, 0);
  const times = losses.map((loss) => drainedAfterMs(loss, calls));
  return {
    interrupted: losses.length,
    drainingWithinMs: times.includes(Number.POSITIVE_INFINITY) || times.length === 0 ? null : Math.max(...times),
    deadlineMissed: killed.filter((count) => count > 0).length,
    tasksMoved: had - tasksKilled,
    tasksKilled,
  };
};

/** A process that came to its end has an exit code; one that vanished with its host has none. */
const isKilled = (task: TaskRecord | undefined): boolean => task?.exitCode === undefined;

const drainedAfterMs = ({ instance, noticedAt }: Loss, calls: readonly RecordedCall[]): number => {
  const call = calls.find(({ operation, error, at, input }) => {
    if (operation !== "UpdateContainerInstancesState" || error !== undefined || at < noticedAt) return false;
    const { status, containerInstances = [] } = input as UpdateContainerInstancesStateCommandInput;
    return status === "DRAINING" && containerInstances.includes(instance.containerInstanceArn ?? "");
  });
  return call === undefined ? Number.POSITIVE_INFINITY : call.at - noticedAt;
};
