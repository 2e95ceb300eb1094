import type { PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../operation";
import { elbMetrics } from "./elb-metrics";
import { comparisons, treatments } from "./evaluate-alarm";
import { hasValues } from "./metric-values";

/** Refuses what CloudWatch refuses, and by name what isn't modelled. Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const validateAlarm = (input: PutMetricAlarmInput): void => {
  requireModelled(input);
  const problem = checks.map((check) => check(input)).find((found) => found !== undefined);
  if (problem !== undefined) throw new AwsError("ValidationError", problem);
};

const secondsOfADay = 86_400;

const checks: readonly ((input: PutMetricAlarmInput) => string | undefined)[] = [
  ({ AlarmName = "" }) =>
    AlarmName.length >= 1 && AlarmName.length <= 255
      ? undefined
      : `AlarmName has ${AlarmName.length} characters: use 1 to 255.`,
  ({ MetricName, Namespace }) =>
    MetricName === undefined || Namespace === undefined ? "MetricName and Namespace belong together." : undefined,
  ({ Period = 0 }) =>
    [10, 20, 30].includes(Period) || (Period > 0 && Period % 60 === 0)
      ? undefined
      : `Period is ${Period}: use 10, 20, 30 or a multiple of 60 seconds.`,
  ({ EvaluationPeriods = 0 }) =>
    EvaluationPeriods >= 1 ? undefined : `EvaluationPeriods is ${EvaluationPeriods}: use 1 or more.`,
  ({ EvaluationPeriods = 0, DatapointsToAlarm = EvaluationPeriods }) =>
    DatapointsToAlarm >= 1 && DatapointsToAlarm <= EvaluationPeriods
      ? undefined
      : `DatapointsToAlarm is ${DatapointsToAlarm}: use 1 to EvaluationPeriods, which is ${EvaluationPeriods}.`,
  ({ EvaluationPeriods = 0, Period = 0 }) =>
    Period >= 3600 || EvaluationPeriods * Period <= secondsOfADay
      ? undefined
      : "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).",
  ({ Threshold }) => (Threshold === undefined ? "Threshold is missing." : undefined),
  ({ TreatMissingData = "missing" }) =>
    treatments.includes(TreatMissingData)
      ? undefined
      : `TreatMissingData is ${TreatMissingData}: use ${treatments.join(", ")}.`,
];

/** Alarms about other namespaces are taken, as AWS takes them: there is no data for them, ever. */
const requireModelled = (input: PutMetricAlarmInput): void => {
  const { ComparisonOperator = "", Namespace, MetricName = "", Statistic = "" } = input;
  const isOwn = hasValues(Namespace);
  const unmodelled: readonly (readonly [boolean, string])[] = [
    [input.Metrics !== undefined || input.EvaluationCriteria !== undefined, "alarms on several metrics or queries"],
    [input.ExtendedStatistic !== undefined, "percentiles"],
    [!comparisons.includes(ComparisonOperator), `the comparison ${ComparisonOperator}`],
    [isOwn && elbMetrics[MetricName]?.[Statistic] === undefined, `${Statistic} of the metric ${MetricName}`],
  ];
  const refused = unmodelled.find(([isUsed]) => isUsed);
  if (refused === undefined) return;
  throw new AwsError("NotModelled", `The rehearsal's region does not model ${refused[1]} in CloudWatch.`, 501);
};
