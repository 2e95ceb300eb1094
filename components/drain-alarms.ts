import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DrainMetric } from "../drain/metric-line";
import { type AlarmReceiver, alarmActions } from "./alarm-actions";

/** Whose failures are alarming. */
export interface DrainAlarmsArgs extends AlarmReceiver {
  readonly functionName: pulumi.Input<string>;
  readonly deadLetterQueueName: pulumi.Input<string>;
}

/** Says when an instance doesn't get empty in time, or can't be emptied at all. */
export class DrainAlarms extends pulumi.ComponentResource {
  public constructor(name: string, args: DrainAlarmsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:DrainAlarms", name, {}, opts);
    const alarms = [
      this.createDeadLetterAlarm(name, args),
      ...alarmingMetrics.map((metric) => this.createMetricAlarm(name, metric, args)),
    ];
    this.registerOutputs({ alarmNames: alarms.map((alarm) => alarm.name) });
  }

  private createDeadLetterAlarm(name: string, args: DrainAlarmsArgs): aws.cloudwatch.MetricAlarm {
    return new aws.cloudwatch.MetricAlarm(
      `${name}-dead-letters`,
      {
        alarmDescription: "An event was given up; its reason is an attribute of the message",
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: args.deadLetterQueueName },
        statistic: "Maximum",
        ...oncePerMinute,
        ...alarmActions(args),
      },
      { parent: this },
    );
  }

  private createMetricAlarm(
    name: string,
    { role, metric, description, threshold }: AlarmingMetric,
    args: DrainAlarmsArgs,
  ): aws.cloudwatch.MetricAlarm {
    return new aws.cloudwatch.MetricAlarm(
      `${name}-${role}`,
      {
        alarmDescription: description,
        namespace: "Switchyard/Drain",
        metricName: metric,
        dimensions: { FunctionName: args.functionName },
        statistic: "Sum",
        ...oncePerMinute,
        ...alarmActions(args),
        threshold,
      },
      { parent: this },
    );
  }
}

const oncePerMinute = {
  period: 60,
  evaluationPeriods: 1,
  threshold: 1,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  treatMissingData: "notBreaching",
};

interface AlarmingMetric {
  readonly role: string;
  readonly metric: DrainMetric;
  readonly description: string;
  /** Occurrences within a minute. */
  readonly threshold: number;
}

const alarmingMetrics: readonly AlarmingMetric[] = [
  { role: "half", metric: "BudgetHalfUsed", description: "A drain has used half its time", threshold: 1 },
  { role: "nearly", metric: "BudgetNearlyUsed", description: "A drain has used nine tenths of its time", threshold: 1 },
  { role: "spent", metric: "BudgetSpent", description: "A drain has used all its time", threshold: 1 },
  { role: "deadline", metric: "DeadlineMissed", description: "An instance was taken before it drained", threshold: 1 },
  { role: "failed", metric: "DrainFailed", description: "ECS keeps refusing to drain an instance", threshold: 1 },
  // A single one is a throttled call whose message comes back.
  { role: "visits", metric: "VisitFailed", description: "The function keeps failing", threshold: 3 },
];
