import { expect } from "chai";
import { metricAlarm } from "../../../../../rehearsal/provider/live/cloudwatch/metric-alarm";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const inputs = {
  name: "errors",
  namespace: "AWS/ApplicationELB",
  metricName: "HTTPCode_Target_5XX_Count",
  dimensions: { TargetGroup: "targetgroup/green/1", LoadBalancer: "app/edge/1" },
  statistic: "Sum",
  period: 60,
  evaluationPeriods: 1,
  threshold: 5,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  tagsAll: { a: "1" },
};
const put = {
  AlarmName: "errors",
  ActionsEnabled: true,
  ComparisonOperator: "GreaterThanOrEqualToThreshold",
  Dimensions: [
    { Name: "TargetGroup", Value: "targetgroup/green/1" },
    { Name: "LoadBalancer", Value: "app/edge/1" },
  ],
  EvaluationPeriods: 1,
  MetricName: "HTTPCode_Target_5XX_Count",
  Namespace: "AWS/ApplicationELB",
  Period: 60,
  Statistic: "Sum",
  Threshold: 5,
  TreatMissingData: "missing",
};
const described = { MetricAlarms: [{ AlarmName: "errors", AlarmArn: "arn:alarm", Threshold: 7 }] };
const describeCall = ["cloudwatch:DescribeAlarms", { AlarmNames: ["errors"], AlarmTypes: ["MetricAlarm"] }];

describe("aws.cloudwatch.MetricAlarm", () => {
  it("is put with its tags and read back", async () => {
    const { context, calls, kept } = scriptedAws({
      "cloudwatch:PutMetricAlarm": {},
      "cloudwatch:DescribeAlarms": described,
    });
    expect(await metricAlarm.create(inputs, context)).to.deep.equal({
      id: "errors",
      outputs: { arn: "arn:alarm" },
      inputs: { threshold: 7 },
    });
    expect(kept).to.deep.equal([{ id: "errors", outputs: {} }]);
    expect(calls).to.deep.equal([
      ["cloudwatch:PutMetricAlarm", { ...put, Tags: [{ Key: "a", Value: "1" }] }],
      describeCall,
    ]);
  });

  it("is put again when a setting changes, and tagged when only its tags do", async () => {
    const { context, calls } = scriptedAws({
      "cloudwatch:PutMetricAlarm": {},
      "cloudwatch:TagResource": {},
      "cloudwatch:UntagResource": {},
    });
    const news = { ...inputs, threshold: 9, treatMissingData: "notBreaching", actionsEnabled: false };
    const retagged = { ...news, tagsAll: { b: "2" } };
    const existing = { id: "errors", state: { arn: "arn:alarm" } };
    await metricAlarm.update({ ...existing, olds: inputs, news }, context);
    await metricAlarm.update({ ...existing, olds: news, news: retagged }, context);
    expect(calls).to.deep.equal([
      ["cloudwatch:PutMetricAlarm", { ...put, Threshold: 9, TreatMissingData: "notBreaching", ActionsEnabled: false }],
      ["cloudwatch:UntagResource", { ResourceARN: "arn:alarm", TagKeys: ["a"] }],
      ["cloudwatch:TagResource", { ResourceARN: "arn:alarm", Tags: [{ Key: "b", Value: "2" }] }],
    ]);
  });

  it("is found to be gone, at once too, and deleted though it is", async () => {
    const { context, calls } = scriptedAws({
      "cloudwatch:PutMetricAlarm": {},
      "cloudwatch:DescribeAlarms": { MetricAlarms: [] },
      "cloudwatch:DeleteAlarms": [{}, new AwsError("ResourceNotFound", "gone")],
    });
    const existing = { id: "errors", state: {} };
    expect(await metricAlarm.read(existing, context)).to.equal(undefined);
    expect(await metricAlarm.create(inputs, context).catch(String)).to.equal(
      "Error: The alarm errors is gone right after it was put.",
    );
    await metricAlarm.delete(existing, context);
    await metricAlarm.delete(existing, context);
    expect(calls.slice(-2)).to.deep.equal([
      ["cloudwatch:DeleteAlarms", { AlarmNames: ["errors"] }],
      ["cloudwatch:DeleteAlarms", { AlarmNames: ["errors"] }],
    ]);
  });
});
