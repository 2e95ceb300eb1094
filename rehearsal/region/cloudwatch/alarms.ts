import type {
  DeleteAlarmsInput,
  DescribeAlarmsInput,
  MetricAlarm,
  PutMetricAlarmInput,
} from "@aws-sdk/client-cloudwatch";
import { AwsError, type Operation } from "../operation";
import { pageOf } from "../page";
import type { RegionState } from "../state";
import type { AlarmRecord } from "./state";
import { validateAlarm } from "./validate-alarm";

/** Creates an alarm, which knows nothing at first, or replaces the settings of the one with its name, which keeps its state and tags. */
export const putMetricAlarm: Operation<PutMetricAlarmInput> = (state, input, { now, accountId, region }) => {
  validateAlarm(input);
  const { Tags, ...settings } = input;
  const name = input.AlarmName ?? "";
  const existing = state.cloudwatch.alarms[name];
  const alarm: AlarmRecord = {
    stateValue: "INSUFFICIENT_DATA",
    stateReason: "Unchecked: Initial alarm creation",
    stateUpdatedAt: now,
    tags: Tags ?? [],
    ...existing,
    name,
    arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
    input: settings,
    configuredAt: now,
  };
  return { state: putAlarm(state, alarm), output: {} };
};

/** Source of the limits: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const limits = { names: 100, page: 100, defaultPage: 50 } as const;

/** The metric alarms of these names, or all; a name that isn't there is left out without a word. */
export const describeAlarms: Operation<DescribeAlarmsInput> = (state, input) => {
  const { AlarmNames: names, AlarmNamePrefix: prefix = "", StateValue: value, MaxRecords = limits.defaultPage } = input;
  if (names !== undefined && names.length > limits.names) {
    throw new AwsError("ValidationError", `AlarmNames has ${names.length} items: use ${limits.names} at most.`);
  }
  if (MaxRecords < 1 || MaxRecords > limits.page) {
    throw new AwsError("ValidationError", `MaxRecords is ${MaxRecords}: use 1 to ${limits.page}.`);
  }
  const matching = Object.values(state.cloudwatch.alarms)
    .filter((alarm) => names === undefined || names.includes(alarm.name))
    .filter((alarm) => alarm.name.startsWith(prefix) && (value === undefined || alarm.stateValue === value))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const { items, nextToken } = pageOf(matching, { nextToken: input.NextToken, maxResults: MaxRecords }, limits.page);
  return {
    state,
    output: {
      MetricAlarms: items.map(describe),
      CompositeAlarms: [],
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    },
  };
};

/** All or none: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html */
export const deleteAlarms: Operation<DeleteAlarmsInput> = (state, { AlarmNames = [] }) => {
  const missing = AlarmNames.filter((name) => state.cloudwatch.alarms[name] === undefined);
  if (missing.length > 0) {
    throw new AwsError("ResourceNotFound", `There is no alarm ${missing.join(", ")}; nothing was deleted.`, 404);
  }
  const kept = Object.entries(state.cloudwatch.alarms).filter(([name]) => !AlarmNames.includes(name));
  return { state: { ...state, cloudwatch: { ...state.cloudwatch, alarms: Object.fromEntries(kept) } }, output: {} };
};

/** The region with this alarm added or replaced. */
export const putAlarm = (state: RegionState, alarm: AlarmRecord): RegionState => {
  const alarms = { ...state.cloudwatch.alarms, [alarm.name]: alarm };
  return { ...state, cloudwatch: { ...state.cloudwatch, alarms } };
};

const describe = ({ input, ...alarm }: AlarmRecord): MetricAlarm => ({
  ...input,
  ActionsEnabled: input.ActionsEnabled ?? true,
  AlarmActions: input.AlarmActions ?? [],
  OKActions: input.OKActions ?? [],
  InsufficientDataActions: input.InsufficientDataActions ?? [],
  Dimensions: input.Dimensions ?? [],
  AlarmArn: alarm.arn,
  AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
  StateValue: alarm.stateValue,
  StateReason: alarm.stateReason,
  StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
  StateTransitionedTimestamp: new Date(alarm.stateUpdatedAt),
});
