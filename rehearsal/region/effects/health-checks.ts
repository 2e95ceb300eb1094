import { groupsInUse } from "../elbv2/groups-in-use";
import type { TargetGroupRecord, TargetRecord } from "../elbv2/state";
import type { Region } from "../region";
import { probeTarget } from "./probe-target";

/** How often targets are compared with the region's state, in milliseconds. */
const reconcileMs = 25;
/** A new target's first probe comes within this time, in milliseconds: AWS gives no figure. */
const firstProbeMs = 1000;
/** Intervals vary by a tenth to both sides: "the approximate amount of time", says https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const jitter = 0.1;

/** How fast, and how random. */
export interface HealthCheckOptions {
  /** Divides the intervals between probes, not their timeouts. @default 1 */
  readonly clockFactor?: number;
  /** Uniform in [0, 1). @default Math.random */
  readonly random?: () => number;
}

/** The health checks of all target groups of a region. */
export interface HealthChecks {
  /** Follows the region's state at once, which happens by itself every 25 ms. */
  reconcile(): void;
  /** Ends every check; nothing is left behind. */
  close(): Promise<void>;
}

interface ProbedTarget {
  readonly targetGroupArn: string;
  readonly id: string;
  readonly port: number;
}

/** Probes each target of each group in use at its group's interval; draining and unused targets aren't probed. */
export const startHealthChecks = (
  region: Region,
  { clockFactor = 1, random = Math.random }: HealthCheckOptions = {},
): HealthChecks => {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  const closing = new AbortController();

  const schedule = (key: string, target: ProbedTarget, delayMs: number): void => {
    timers.set(
      key,
      setTimeout(() => probe(key, target), delayMs / clockFactor),
    );
  };
  const probe = (key: string, target: ProbedTarget): void => {
    const group = region.state.elbv2.targetGroups[target.targetGroupArn]?.group;
    if (group === undefined) return;
    const intervalMs = (group.HealthCheckIntervalSeconds ?? 30) * 1000;
    schedule(key, target, intervalMs * (1 - jitter + 2 * jitter * random()));
    const done = probeTarget(group, target.port, closing.signal).then((result) => {
      running.delete(done);
      if (closing.signal.aborted) return;
      const { targetGroupArn, id: targetId, port } = target;
      region.observe({ kind: "target-probed", targetGroupArn, targetId, port, result });
    });
    running.add(done);
  };
  const reconcile = (): void => {
    const wanted = probedTargets(region.state.elbv2);
    for (const [key, target] of wanted) {
      if (!timers.has(key)) schedule(key, target, firstProbeMs * random());
    }
    forgetOthers(timers, wanted);
  };
  reconcile();
  const ticker = setInterval(reconcile, reconcileMs);

  return {
    reconcile,
    close: async () => {
      clearInterval(ticker);
      for (const timer of timers.values()) clearTimeout(timer);
      closing.abort();
      await Promise.all(running);
    },
  };
};

const forgetOthers = (timers: Map<string, NodeJS.Timeout>, wanted: ReadonlyMap<string, unknown>): void => {
  for (const [key, timer] of timers) {
    if (wanted.has(key)) continue;
    clearTimeout(timer);
    timers.delete(key);
  }
};

const probedTargets = ({ rules, targetGroups }: Region["state"]["elbv2"]): ReadonlyMap<string, ProbedTarget> =>
  new Map(
    [...groupsInUse(rules)]
      .flatMap((arn) => targetGroups[arn] ?? [])
      .flatMap((group) => group.targets.filter(isProbed).map((target) => entryOf(group, target))),
  );

const isProbed = ({ draining }: TargetRecord): boolean => draining === undefined;

const entryOf = ({ arn }: TargetGroupRecord, { id, port }: TargetRecord): readonly [string, ProbedTarget] => [
  `${arn} ${id} ${port}`,
  { targetGroupArn: arn, id, port },
];
