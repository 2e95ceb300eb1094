import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { StandbyMetric } from "../standby/metric-line";
import { type AlarmReceiver, alarmActions } from "./alarm-actions";

/** Whose failures are alarming. */
export interface StandbyAlarmsArgs extends AlarmReceiver {
  readonly functionName: pulumi.Input<string>;
}

/** Says when nobody looks after the old colour, or when it can't be let go. */
export class StandbyAlarms extends pulumi.ComponentResource {
  public constructor(name: string, args: StandbyAlarmsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:StandbyAlarms", name, {}, opts);
    const alarms = [
      this.createAlarm(`${name}-errors`, args, {
        alarmDescription: "The old colour isn't looked after: the function keeps failing",
        namespace: "AWS/Lambda",
        metricName: "Errors",
        threshold: 3,
      }),
      this.createAlarm(`${name}-paused`, args, {
        alarmDescription: "The old colour isn't let go: reconnects fail, or it has too many connections; see the log",
        namespace: "Switchyard/Standby",
        metricName: "ReleasePaused" satisfies StandbyMetric,
        threshold: 5,
      }),
    ];
    this.registerOutputs({ alarmNames: alarms.map((alarm) => alarm.name) });
  }

  /** The function looks once a minute: so many bad looks within five. */
  private createAlarm(
    name: string,
    args: StandbyAlarmsArgs,
    alarming: Pick<aws.cloudwatch.MetricAlarmArgs, "alarmDescription" | "namespace" | "metricName" | "threshold">,
  ): aws.cloudwatch.MetricAlarm {
    return new aws.cloudwatch.MetricAlarm(
      name,
      {
        ...alarming,
        dimensions: { FunctionName: args.functionName },
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        ...alarmActions(args),
      },
      { parent: this },
    );
  }
}
