import { expect } from "chai";
import { ColorAlarms } from "../../components/color-alarms";
import { recordResources } from "../support/pulumi";

const record = async () => {
  const { resources } = await recordResources(
    () =>
      new ColorAlarms("web-green", {
        targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web-green-1/73e2d6bc",
        loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/edge-1/50dc6c49",
        errorsPerMinute: 7,
      }),
  );
  return resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
};

const everyMinute = {
  namespace: "AWS/ApplicationELB",
  dimensions: { TargetGroup: "targetgroup/web-green-1/73e2d6bc", LoadBalancer: "app/edge-1/50dc6c49" },
  period: 60,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  treatMissingData: "notBreaching",
};

describe("ColorAlarms", () => {
  it("look at one colour's target group alone, a minute at a time, under names that AWS may change", async () => {
    expect((await record()).map(({ name, inputs }) => ({ name, inputs }))).to.deep.equal([
      {
        name: "web-green-errors",
        inputs: {
          alarmDescription: "web-green: its tasks answer with 5xx",
          metricName: "HTTPCode_Target_5XX_Count",
          statistic: "Sum",
          threshold: 7,
          ...everyMinute,
        },
      },
      {
        name: "web-green-unhealthy",
        inputs: {
          alarmDescription: "web-green: the load balancer finds unhealthy targets",
          metricName: "UnHealthyHostCount",
          statistic: "Maximum",
          threshold: 1,
          ...everyMinute,
        },
      },
    ]);
  });

  it("belong to one component", async () => {
    expect((await record()).map(({ parent }) => parent)).to.deep.equal([
      "switchyard:index:ColorAlarms web-green",
      "switchyard:index:ColorAlarms web-green",
    ]);
  });
});
