import { groupsInUse } from "../elbv2/groups-in-use";
import type { Elbv2State, TargetGroupRecord } from "../elbv2/state";
import type { RegionState } from "../state";
import type { CloudWatchState, HostCounts } from "./state";

/** Longer than any alarm's or gate's window, in milliseconds: as traffic is kept. */
const keptMilliseconds = 20 * 60_000;

/** Notes how many targets of each group are healthy, where that has changed; a group that no rule names isn't checked, so nothing is known of it. */
export const recordHostCounts = (state: RegionState, now: number): CloudWatchState["hosts"] => {
  const inUse = groupsInUse(state.elbv2.rules);
  const groups = Object.values(state.elbv2.targetGroups);
  const changes = groups.flatMap((group) => {
    const known = state.cloudwatch.hosts[group.arn] ?? [];
    const counts = countsOf(group, inUse.has(group.arn));
    return isSame(known.at(-1), counts) ? [] : [[group.arn, [...known, { at: now, ...counts }]] as const];
  });
  const gone = Object.keys(state.cloudwatch.hosts).filter((arn) => state.elbv2.targetGroups[arn] === undefined);
  if (changes.length + gone.length === 0) return state.cloudwatch.hosts;
  return withoutGone({ ...state.cloudwatch.hosts, ...Object.fromEntries(changes) }, state.elbv2, now);
};

const countsOf = ({ targets }: TargetGroupRecord, isInUse: boolean): Omit<HostCounts, "at"> => {
  const checked = isInUse ? targets.filter(({ draining }) => draining === undefined) : [];
  const count = (wanted: string): number => checked.filter(({ health }) => health.state === wanted).length;
  return { healthy: count("healthy"), unhealthy: count("unhealthy"), registered: checked.length };
};

const isSame = (last: HostCounts | undefined, next: Omit<HostCounts, "at">): boolean =>
  last !== undefined &&
  last.healthy === next.healthy &&
  last.unhealthy === next.unhealthy &&
  last.registered === next.registered;

/** The last change before the window stays: it says what the window began with. */
const withoutGone = (hosts: CloudWatchState["hosts"], { targetGroups }: Elbv2State, now: number) =>
  Object.fromEntries(
    Object.entries(hosts)
      .filter(([arn]) => targetGroups[arn] !== undefined)
      .map(([arn, changes]) => {
        const next = changes.findIndex(({ at }) => at > now - keptMilliseconds);
        return [arn, changes.slice(Math.max(0, (next === -1 ? changes.length : next) - 1))];
      }),
  );
