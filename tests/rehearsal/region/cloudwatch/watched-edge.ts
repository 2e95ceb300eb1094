import type { DescribeAlarmsOutput, GetMetricDataOutput, MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../../../../rehearsal/region/operation";
import type { Region } from "../../../../rehearsal/region/region";
import { createEdge, type Edge, forwardTo } from "../elbv2/edge";

/** 2026-11-21T12:00:00Z: a whole minute. */
export const noon = Date.UTC(2026, 10, 21, 12);

/** A load balancer with both groups in one rule, at noon, and what CloudWatch says of it. */
export interface WatchedEdge {
  readonly edge: Edge;
  readonly region: Region;
  readonly loadBalancer: string;
  readonly blue: string;
  readonly green: string;
  /** Lets so many seconds pass. */
  pass(seconds: number): void;
  /** What a group served in the moment that ends now. */
  serve(targetGroupArn: string, requests: number, target5xx?: number, elb5xx?: number): void;
  call<Output>(operation: string, input: object): Promise<Output>;
  refusal(operation: string, input: object): Promise<string>;
  /** Values of one metric since noon, oldest first, by minutes after noon. */
  values(metricName: string, statistic: string, dimensions: Readonly<Record<string, string>>): Promise<object>;
  /** An alarm that rings at five errors of green's targets a minute, but for the changes. */
  putAlarm(changes?: object): Promise<void>;
  alarm(): Promise<MetricAlarm | undefined>;
}

/** As dimensions name a target group or load balancer. */
export const dimensionOf = (arn: string): string => arn.replace(/^.*:(loadbalancer\/)?/, "");

export const createWatchedEdge = async (): Promise<WatchedEdge> => {
  const edge = await createEdge();
  edge.now = noon;
  await edge.rule(1, forwardTo([edge.blue, 99], [edge.green, 1]));
  const { region } = edge;
  const call = async <Output>(operation: string, input: object): Promise<Output> =>
    (await region.call("cloudwatch", operation, input)) as Output;
  const [loadBalancer, blue, green] = [edge.loadBalancerArn, edge.blue, edge.green].map(dimensionOf) as [
    string,
    string,
    string,
  ];
  return {
    edge,
    region,
    loadBalancer,
    blue,
    green,
    pass: (seconds) => {
      edge.now += seconds * 1000;
      region.advance();
    },
    serve: (targetGroupArn, requests, target5xx = 0, elb5xx = 0) =>
      region.observe({
        kind: "requests-served",
        groups: [{ targetGroupArn, requests, target5xx, elb5xx, openConnections: 0 }],
      }),
    call,
    refusal: async (operation, input) => {
      try {
        await call(operation, input);
      } catch (error) {
        if (error instanceof AwsError) return `${error.code}: ${error.message}`;
        throw error;
      }
      throw new Error(`${operation} was accepted`);
    },
    values: async (MetricName, Stat, dimensions) => {
      const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
      const MetricStat = { Metric: { Namespace: "AWS/ApplicationELB", MetricName, Dimensions }, Period: 60, Stat };
      const { MetricDataResults: [result] = [] } = await call<GetMetricDataOutput>("GetMetricData", {
        MetricDataQueries: [{ Id: "m", MetricStat }],
        StartTime: new Date(noon),
        EndTime: new Date(edge.now + 1),
        ScanBy: "TimestampAscending",
      });
      const minutes = (result?.Timestamps ?? []).map((at) => (at.getTime() - noon) / 60_000);
      return Object.fromEntries(minutes.map((minute, index) => [minute, result?.Values?.[index]]));
    },
    putAlarm: async (changes = {}) => {
      await call("PutMetricAlarm", {
        AlarmName: "errors",
        Namespace: "AWS/ApplicationELB",
        MetricName: "HTTPCode_Target_5XX_Count",
        Dimensions: [
          { Name: "TargetGroup", Value: green },
          { Name: "LoadBalancer", Value: loadBalancer },
        ],
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
        TreatMissingData: "notBreaching",
        ...changes,
      });
    },
    alarm: async () => {
      const { MetricAlarms = [] } = await call<DescribeAlarmsOutput>("DescribeAlarms", { AlarmNames: ["errors"] });
      return MetricAlarms[0];
    },
  };
};
