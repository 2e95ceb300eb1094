import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import type { AwsUnderTest } from "../aws-under-test";
import { both, type ContractCase } from "../contract-case";

const put = ({ cloudwatch }: AwsUnderTest, AlarmName: string, rest: object = {}) =>
  cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: "AWS/ApplicationELB",
      MetricName: "HTTPCode_Target_5XX_Count",
      Dimensions: [{ Name: "TargetGroup", Value: "targetgroup/web-blue/0123" }],
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 2,
      Threshold: 5,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
      ...rest,
    }),
  );

const alarmsOf = async ({ cloudwatch }: AwsUnderTest, AlarmNames: string[]): Promise<unknown> => {
  const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames }));
  return MetricAlarms?.map((one) => [
    one.AlarmName,
    one.MetricName,
    one.Dimensions,
    one.Statistic,
    one.Period,
    one.EvaluationPeriods,
    one.Threshold,
    one.ComparisonOperator,
    one.TreatMissingData,
  ]);
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/ */
export const cloudwatchCases: readonly ContractCase[] = [
  {
    name: "a new alarm is kept as it was put",
    run: async (aws) => {
      await put(aws, "new");
      return alarmsOf(aws, ["new"]);
    },
    emulators: both,
  },
  {
    name: "an alarm that is put again changes",
    run: async (aws) => {
      await put(aws, "again");
      await put(aws, "again", { Threshold: 1 });
      return alarmsOf(aws, ["again"]);
    },
    emulators: both,
  },
  {
    name: "an alarm that isn't there is left out of a list",
    run: (aws) => alarmsOf(aws, ["nothing"]),
    emulators: both,
  },
  {
    name: "alarms are listed by the beginning of their names",
    run: async (aws) => {
      await put(aws, "listed-a");
      await put(aws, "listed-b");
      await put(aws, "other");
      const { MetricAlarms } = await aws.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: "listed-" }));
      return MetricAlarms?.map(({ AlarmName }) => AlarmName).sort();
    },
    emulators: both,
  },
  {
    name: "a deleted alarm is gone",
    run: async (aws) => {
      await put(aws, "deleted");
      await aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ["deleted"] }));
      return alarmsOf(aws, ["deleted"]);
    },
    emulators: both,
  },
  {
    name: "tags are added and removed",
    run: async (aws) => {
      await put(aws, "tagged", { Tags: [{ Key: "a", Value: "1" }] });
      const { MetricAlarms } = await aws.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ["tagged"] }));
      const ResourceARN = MetricAlarms?.[0]?.AlarmArn;
      await aws.cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: "b", Value: "2" }] }));
      await aws.cloudwatch.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["a"] }));
      return (await aws.cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
    },
    emulators: both,
  },
];
