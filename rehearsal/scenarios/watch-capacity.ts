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
  /** Calls since the start that take tasks or targets away. */
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
  return {
    fewestHealthy: () => fewest,
    shrinkingCalls: () =>
      region.calls.slice(since).flatMap(({ operation }) => (shrinking.includes(operation) ? [operation] : [])),
    stop: () => clearInterval(timer),
  };
};

const healthyIn = ({ targets }: TargetGroupRecord): number => targets.filter(isHealthy).length;

const isHealthy = ({ health, draining }: TargetRecord): boolean => health.state === "healthy" && draining === undefined;
