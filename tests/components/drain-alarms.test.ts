import { expect } from "chai";
import { DrainAlarms } from "../../components/drain-alarms";
import { recordResources } from "../support/pulumi";

const record = async () => {
  const { resources } = await recordResources(
    () => new DrainAlarms("alarms", { functionName: "drain-1", deadLetterQueueName: "dead-1" }),
  );
  return resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
};

const atLeast = (threshold: number) => ({
  period: 60,
  evaluationPeriods: 1,
  threshold,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  treatMissingData: "notBreaching",
});

describe("DrainAlarms", () => {
  it("tells of the first message that was given up", async () => {
    const alarm = (await record()).find(({ name }) => name === "alarms-dead-letters");
    expect(alarm?.inputs).to.deep.equal({
      alarmDescription: "An event was given up; its reason is an attribute of the message",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "dead-1" },
      statistic: "Maximum",
      ...atLeast(1),
    });
  });

  it("tells of late, missed and refused drains at once, of failing visits when they repeat", async () => {
    const alarms = (await record()).filter(({ name }) => name !== "alarms-dead-letters");
    const metrics = alarms.map(({ name, inputs: { alarmDescription, ...inputs } }) => ({ name, inputs }));
    const alarmOn = (role: string, metricName: string, threshold: number) => ({
      name: `alarms-${role}`,
      inputs: {
        namespace: "Switchyard/Drain",
        metricName,
        dimensions: { FunctionName: "drain-1" },
        statistic: "Sum",
        ...atLeast(threshold),
      },
    });
    expect(metrics).to.deep.equal([
      alarmOn("half", "BudgetHalfUsed", 1),
      alarmOn("nearly", "BudgetNearlyUsed", 1),
      alarmOn("spent", "BudgetSpent", 1),
      alarmOn("deadline", "DeadlineMissed", 1),
      alarmOn("failed", "DrainFailed", 1),
      alarmOn("visits", "VisitFailed", 3),
    ]);
    expect(new Set(alarms.map(({ inputs }) => inputs["alarmDescription"])).size).to.equal(6);
  });

  it("belongs to one component", async () => {
    expect(new Set((await record()).map(({ parent }) => parent))).to.deep.equal(
      new Set(["switchyard:index:DrainAlarms alarms"]),
    );
  });
});
