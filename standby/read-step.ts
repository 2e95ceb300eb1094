import type { LoadBalancerMetric, MinuteRange } from "../clients/load-balancer-metrics";
import type { Color } from "../cutover/plan-weights";
import type { Phase, StandbyNote } from "./plan-phase";
import type { StepFacts } from "./plan-step";
import type { StandbyConfig, StandbyPorts } from "./ports";
import type { LiveService, StandbyFacts } from "./read-standby";

/** A release that may go on. */
export interface Release {
  readonly phase: Phase & { readonly kind: "release" };
  readonly facts: StandbyFacts;
  /** What is remembered after this look, its batch apart. */
  readonly note: StandbyNote;
}

/** What is the same for all services of a stack. */
export type SharedStepFacts = Pick<StepFacts, "reconnects" | "connectionsPerTask"> & {
  /** By ECS service. */
  readonly tasks: ReadonlyMap<string, StepFacts["tasks"]>;
};

/** Whose load balancer and cluster are asked, and how. */
export interface Reading {
  readonly config: StandbyConfig;
  readonly ports: StandbyPorts;
}

const minute = 60_000;

/**
 * How many minutes are looked at for requests to the old colour and for connections: the newest ones may not have been
 * published yet, and no value means none.
 */
const fullMinutes = 3;

/** How long ECS may take to tell. Milliseconds. */
const patience = 10_000;

/**
 * Reads the tasks of the old colour and what the load balancer as a whole says.
 *
 * AWS doesn't tell the connections of a task, nor of a target group. What it tells is how many the load balancer has, those
 * from clients and those to targets added, of both colours: spread over the old colour's tasks that is more than they have,
 * unless one of them has most of all. The old colour gets no new ones, so that what a task could have when the release began
 * is the most it ever has, however many the new colour has by then.
 */
export const readShared = async ({ facts, phase, note }: Release, reading: Reading): Promise<SharedStepFacts> => {
  const { now } = facts.phase;
  const tasks = await readTasks(facts.services, phase.old, reading);
  const count = [...tasks.values()].reduce((sum, { desired }) => sum + desired, 0);
  if (count === 0) return { tasks, connectionsPerTask: 0, reconnects: undefined };
  const active = await sumsOf("ActiveConnectionCount", { range: lastMinutes(now), ...reading });
  return {
    tasks,
    connectionsPerTask: Math.min(
      Math.ceil(Math.max(0, ...active) / count),
      note.connectionsPerTask ?? Number.POSITIVE_INFINITY,
    ),
    reconnects: await readReconnects(note.lastBatchAt, now, reading),
  };
};

/** Reads how many requests a service's old colour had in the last full minutes. */
export const readOldRequests = async (
  { facts, phase }: Release,
  { name }: LiveService,
  { config, ports }: Reading,
): Promise<number> => {
  const group = facts.record.groupArns[name]?.[phase.old] ?? "";
  const metric: LoadBalancerMetric = {
    metricName: "RequestCount",
    loadBalancer: config.loadBalancer,
    targetGroup: group.slice(group.lastIndexOf(":") + 1),
  };
  return total(await ports.metrics.values(metric, lastMinutes(facts.phase.now)));
};

const readTasks = async (
  services: readonly LiveService[],
  old: Color,
  { config, ports }: Reading,
): Promise<SharedStepFacts["tasks"]> => {
  const names = services.map(({ ecsServices }) => ecsServices[old]);
  const place = { cluster: config.clusterName, services: names };
  const found = await ports.tasks.describe(place, AbortSignal.timeout(patience));
  return new Map(found.map(({ name, desired, running }) => [name, { desired, running }]));
};

/**
 * New connections since the last batch, and how many were refused: those the load balancer rejected, and its own errors,
 * which are counted by request. Others' failures count as well, so that nothing is released in bad times.
 */
const readReconnects = async (
  since: number | undefined,
  now: number,
  reading: Reading,
): Promise<StepFacts["reconnects"]> => {
  if (since === undefined) return undefined;
  const range = { from: floor(since), to: floor(now) };
  if (range.from >= range.to) return undefined;
  const read = async (metricName: string) => total(await sumsOf(metricName, { range, ...reading }));
  const [attempted, rejected, errors] = [
    await read("NewConnectionCount"),
    await read("RejectedConnectionCount"),
    await read("HTTPCode_ELB_5XX_Count"),
  ];
  return { attempted, failed: rejected + errors };
};

const sumsOf = (
  metricName: string,
  { range, config, ports }: Reading & { readonly range: MinuteRange },
): Promise<readonly number[]> => ports.metrics.values({ metricName, loadBalancer: config.loadBalancer }, range);

const lastMinutes = (now: number): MinuteRange => ({ from: floor(now) - fullMinutes * minute, to: floor(now) });

const floor = (at: number): number => Math.floor(at / minute) * minute;

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
