import type { TargetGroupRecord, TargetRecord } from "../region/elbv2/state";
import type { Region } from "../region/region";

/** How often it is looked at, in milliseconds. */
const lookMs = 200;

/** What takes tasks or targets away, whoever sends it. */
const shrinking: readonly string[] = [
  "DeleteService",
  "DeregisterTargets",
  "StopTask",
  "UpdateContainerInstancesState",
  "UpdateService",
];

/** Whether both colours stay as they are for as long as this runs. */
export interface CapacityWatch {
  /** The fewest healthy targets that any target group had at any look. */
  fewestHealthy(): number;
  /** Calls from the start to the stop that take tasks or targets away. */
  shrinkingCalls(): readonly string[];
  stop(): void;
}

/** Starts looking at every target group of a region. */
export const watchCapacity = (region: Region): CapacityWatch => {
  const since = region.calls.length;
  let fewest = Number.POSITIVE_INFINITY;
  const look = (): void => {
    fewest = Math.min(fewest, ...Object.values(region.state.elbv2.targetGroups).map(healthyIn));
  };
  look();
  const timer = setInterval(look, lookMs);
  let until: number | undefined;
  return {
    fewestHealthy: () => fewest,
    shrinkingCalls: () =>
      region.calls.slice(since, until).flatMap(({ operation }) => (shrinking.includes(operation) ? [operation] : [])),
    stop: () => {
      clearInterval(timer);
      until ??= region.calls.length;
    },
  };
};

const healthyIn = ({ targets }: TargetGroupRecord): number => targets.filter(isHealthy).length;

const isHealthy = ({ health, draining }: TargetRecord): boolean => health.state === "healthy" && draining === undefined;
