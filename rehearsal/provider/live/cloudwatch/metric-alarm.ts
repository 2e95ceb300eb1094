import type {
  ComparisonOperator,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  PutMetricAlarmInput,
  StandardUnit,
  Statistic,
} from "@aws-sdk/client-cloudwatch";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveReading, type LiveType } from "../../live-type";
import { numberIn, objectIn, type Properties, textIn, textsIn } from "../../properties";
import { tagChange, tagsOf } from "../tags";

/** What a PutMetricAlarm carries besides tags. */
const settings = [
  "actionsEnabled",
  "alarmActions",
  "alarmDescription",
  "comparisonOperator",
  "datapointsToAlarm",
  "dimensions",
  "evaluationPeriods",
  "extendedStatistic",
  "insufficientDataActions",
  "metricName",
  "metricQueries",
  "namespace",
  "okActions",
  "period",
  "statistic",
  "threshold",
  "treatMissingData",
  "unit",
];

/** `aws.cloudwatch.MetricAlarm`. */
export const metricAlarm: LiveType = {
  create: async (inputs, context) => {
    await context.send("cloudwatch", "PutMetricAlarm", { ...putOf(inputs), Tags: tagsOf(inputs) });
    context.keep({ id: nameOf(inputs), outputs: {} });
    return requireAlarm(nameOf(inputs), context);
  },
  read: ({ id }, context) => readAlarm(id, context),
  update: async (change, context) => {
    const { send } = context;
    if (hasChanged(change, settings)) await send("cloudwatch", "PutMetricAlarm", putOf(change.news));
    const { set, removedKeys } = tagChange(change.olds, change.news);
    const resource = { ResourceARN: textIn(change.state, "arn") };
    if (removedKeys.length > 0) await send("cloudwatch", "UntagResource", { ...resource, TagKeys: removedKeys });
    if (set.length > 0) await send("cloudwatch", "TagResource", { ...resource, Tags: set });
    return {};
  },
  delete: async ({ id }, { send }) => {
    await unlessRefused(send("cloudwatch", "DeleteAlarms", { AlarmNames: [id] }), ["ResourceNotFound"]);
  },
};

const nameOf = (inputs: Properties): string => textIn(inputs, "name") ?? "";

/** Actions are on and missing data is "missing" where nothing else is said: the provider's own defaults. */
const putOf = (inputs: Properties): PutMetricAlarmInput => ({
  AlarmName: nameOf(inputs),
  ActionsEnabled: inputs["actionsEnabled"] !== false,
  AlarmActions: textsIn(inputs, "alarmActions"),
  AlarmDescription: textIn(inputs, "alarmDescription"),
  ComparisonOperator: textIn(inputs, "comparisonOperator") as ComparisonOperator,
  DatapointsToAlarm: numberIn(inputs, "datapointsToAlarm"),
  Dimensions: Object.entries(objectIn(inputs, "dimensions")).map(([Name, value]) => ({ Name, Value: String(value) })),
  EvaluationPeriods: numberIn(inputs, "evaluationPeriods"),
  ExtendedStatistic: textIn(inputs, "extendedStatistic"),
  InsufficientDataActions: textsIn(inputs, "insufficientDataActions"),
  MetricName: textIn(inputs, "metricName"),
  Metrics: inputs["metricQueries"] as PutMetricAlarmInput["Metrics"],
  Namespace: textIn(inputs, "namespace"),
  OKActions: textsIn(inputs, "okActions"),
  Period: numberIn(inputs, "period"),
  Statistic: textIn(inputs, "statistic") as Statistic,
  Threshold: numberIn(inputs, "threshold"),
  TreatMissingData: textIn(inputs, "treatMissingData") ?? "missing",
  Unit: textIn(inputs, "unit") as StandardUnit,
});

const requireAlarm = async (name: string, context: LiveContext): Promise<LiveReading> => {
  const found = await readAlarm(name, context);
  if (found === undefined) throw new Error(`The alarm ${name} is gone right after it was put.`);
  return found;
};

/** Somebody else's threshold becomes an input, which only a refresh takes notice of. */
const readAlarm = async (id: string, { send }: LiveContext): Promise<LiveReading | undefined> => {
  const input: DescribeAlarmsInput = { AlarmNames: [id], AlarmTypes: ["MetricAlarm"] };
  const { MetricAlarms: [alarm] = [] } = await send<DescribeAlarmsOutput>("cloudwatch", "DescribeAlarms", input);
  if (alarm === undefined) return undefined;
  return { id, outputs: { arn: alarm.AlarmArn }, inputs: { threshold: alarm.Threshold } };
};
