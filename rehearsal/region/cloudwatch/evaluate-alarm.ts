import type { StateValue } from "@aws-sdk/client-cloudwatch";
import type { RegionState } from "../state";
import { dimensionsOf } from "./metric-data";
import { type Datapoint, hasValues, metricValues } from "./metric-values";
import type { AlarmRecord } from "./state";

/** What an evaluation comes to. */
export interface Evaluation {
  readonly value: StateValue;
  readonly reason: string;
}

/**
 * So many more periods than it evaluates does an alarm look at, for when data is late or missing: AWS gives no figure, its
 * tables show two. Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
const lateness = 2;

const breaches: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** The comparisons that are modelled. */
export const comparisons: readonly string[] = Object.keys(breaches);

/** What an alarm says now, from the values of the last periods that are over; metrics that the region doesn't know have none. */
export const evaluateAlarm = (state: RegionState, alarm: AlarmRecord, now: number): Evaluation => {
  const { EvaluationPeriods = 1, DatapointsToAlarm = EvaluationPeriods, Threshold = 0 } = alarm.input;
  const known = latestValues(state, alarm, now);
  // Enough real values make missing ones unimportant; otherwise every real one in sight counts.
  const counted = known.slice(-EvaluationPeriods);
  const isBreaching = breaches[alarm.input.ComparisonOperator ?? ""] ?? (() => false);
  const breaching = counted.filter(({ value }) => isBreaching(value, Threshold)).length;
  const value = judge(alarm, {
    breaching,
    real: counted.length,
    missing: EvaluationPeriods - counted.length,
    needed: DatapointsToAlarm,
  });
  const told = counted.map((point) => point.value).join(", ") || "none";
  return { value, reason: `Threshold ${Threshold}, ${DatapointsToAlarm} of ${EvaluationPeriods}, values: ${told}` };
};

interface Counted {
  readonly breaching: number;
  readonly real: number;
  readonly missing: number;
  readonly needed: number;
}

/** By how missing values are treated. */
const judgements: Readonly<Record<string, (counted: Counted, before: StateValue) => StateValue>> = {
  breaching: ({ breaching, missing, needed }) => (breaching + missing >= needed ? "ALARM" : "OK"),
  notBreaching: ({ breaching, needed }) => (breaching >= needed ? "ALARM" : "OK"),
  ignore: ({ breaching, missing, needed }, before) => {
    if (breaching >= needed) return "ALARM";
    return breaching + missing < needed ? "OK" : before;
  },
  missing: ({ breaching, real, needed }) => {
    if (real === 0) return "INSUFFICIENT_DATA";
    return breaching >= Math.min(needed, real) ? "ALARM" : "OK";
  },
};

/** The treatments of missing values that are modelled: all of AWS's. */
export const treatments: readonly string[] = Object.keys(judgements);

const judge = ({ stateValue, input: { TreatMissingData = "missing" } }: AlarmRecord, counted: Counted): StateValue =>
  judgements[TreatMissingData]?.(counted, stateValue) ?? stateValue;

const latestValues = (state: RegionState, { input }: AlarmRecord, now: number): readonly Datapoint[] => {
  const { Namespace = "", MetricName = "", Period = 60, Statistic = "", EvaluationPeriods = 1 } = input;
  if (!hasValues(Namespace)) return [];
  const query = { namespace: Namespace, metricName: MetricName, period: Period, statistic: Statistic };
  const length = Period * 1000;
  const from = (Math.floor(now / length) - EvaluationPeriods - lateness) * length;
  return metricValues(state, { ...query, dimensions: dimensionsOf(input.Dimensions ?? []) }, { from, to: now, now });
};
