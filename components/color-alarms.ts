import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AlarmReceiver, alarmActions } from "./alarm-actions";
import { planGroupDimensions } from "./plan-group-dimensions";

/** Whose failures are alarming. */
export interface ColorAlarmsArgs extends AlarmReceiver {
  readonly targetGroupArn: pulumi.Input<string>;
  readonly loadBalancerArn: pulumi.Input<string>;
  /** 5xx answers of the colour's tasks within a minute from which on it counts as bad. */
  readonly errorsPerMinute: number;
}

/**
 * The load balancer reports once a minute, so nothing rings sooner, and one bad minute is enough: a ramp that was taken
 * back for nothing costs its repetition, one that goes on costs requests.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
const everyMinute = {
  namespace: "AWS/ApplicationELB",
  period: 60,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  // No errors are no data, as are no requests.
  treatMissingData: "notBreaching",
};

/** From one target on: what a health check takes out has failed three times running. */
const unhealthyHosts = 1;

/** Says when one colour of a service does badly. Ramps look at both colours' alarms, and so do those who read the topic. */
export class ColorAlarms extends pulumi.ComponentResource {
  public constructor(name: string, args: ColorAlarmsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:ColorAlarms", name, {}, opts);
    const dimensions = pulumi
      .all([args.targetGroupArn, args.loadBalancerArn])
      .apply(([groupArn, loadBalancerArn]) => planGroupDimensions(groupArn, loadBalancerArn));
    const alarms = [this.createErrorsAlarm(name, args, dimensions), this.createUnhealthyAlarm(name, args, dimensions)];
    this.registerOutputs({ alarmNames: alarms.map((alarm) => alarm.name) });
  }

  private createErrorsAlarm(
    name: string,
    args: ColorAlarmsArgs,
    dimensions: pulumi.Output<Record<string, string>>,
  ): aws.cloudwatch.MetricAlarm {
    return new aws.cloudwatch.MetricAlarm(
      `${name}-errors`,
      {
        alarmDescription: `${name}: its tasks answer with 5xx`,
        metricName: "HTTPCode_Target_5XX_Count",
        dimensions,
        statistic: "Sum",
        threshold: args.errorsPerMinute,
        ...everyMinute,
        ...alarmActions(args),
      },
      { parent: this },
    );
  }

  private createUnhealthyAlarm(
    name: string,
    args: ColorAlarmsArgs,
    dimensions: pulumi.Output<Record<string, string>>,
  ): aws.cloudwatch.MetricAlarm {
    return new aws.cloudwatch.MetricAlarm(
      `${name}-unhealthy`,
      {
        alarmDescription: `${name}: the load balancer finds unhealthy targets`,
        metricName: "UnHealthyHostCount",
        dimensions,
        // Each of the load balancer's nodes checks for itself.
        statistic: "Maximum",
        threshold: unhealthyHosts,
        ...everyMinute,
        ...alarmActions(args),
      },
      { parent: this },
    );
  }
}
