import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { evaluateAlarm } from "./evaluate-alarm";
import { recordHostCounts } from "./host-counts";
import type { AlarmRecord, CloudWatchState } from "./state";

/** Alarms with periods of less than a minute are evaluated every ten seconds, others every minute: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-alarms-and-actions.html */
const evaluatedEverySeconds = (period: number): number => (period < 60 ? 10 : 60);

/** What time alone changes in CloudWatch: counts of hosts are noted, alarms are evaluated when their turn comes. */
export const advanceCloudWatch = (state: RegionState, { now }: CallContext): RegionState => {
  const counted = withCloudWatch(state, { hosts: recordHostCounts(state, now) });
  const due = Object.values(counted.cloudwatch.alarms).filter((alarm) => isDue(alarm, now));
  if (due.length === 0) return counted;
  const evaluated = due.map((alarm) => [alarm.name, evaluate(counted, alarm, now)] as const);
  return withCloudWatch(counted, { alarms: { ...counted.cloudwatch.alarms, ...Object.fromEntries(evaluated) } });
};

const withCloudWatch = (state: RegionState, changes: Partial<CloudWatchState>): RegionState => {
  const cloudwatch = { ...state.cloudwatch, ...changes };
  const isChanged = cloudwatch.hosts !== state.cloudwatch.hosts || cloudwatch.alarms !== state.cloudwatch.alarms;
  return isChanged ? { ...state, cloudwatch } : state;
};

const isDue = ({ input, evaluatedAt }: AlarmRecord, now: number): boolean => {
  const turn = evaluatedEverySeconds(input.Period ?? 60) * 1000;
  return evaluatedAt === undefined || Math.floor(now / turn) > Math.floor(evaluatedAt / turn);
};

const evaluate = (state: RegionState, alarm: AlarmRecord, now: number): AlarmRecord => {
  const { value, reason } = evaluateAlarm(state, alarm, now);
  const evaluated = { ...alarm, evaluatedAt: now };
  return value === alarm.stateValue
    ? evaluated
    : { ...evaluated, stateValue: value, stateReason: reason, stateUpdatedAt: now };
};
