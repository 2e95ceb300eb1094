import { type CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from "@aws-sdk/client-cloudwatch";

/** A metric of an Application Load Balancer, by the last parts of the ARNs. */
export interface LoadBalancerMetric {
  readonly metricName: string;
  readonly loadBalancer: string;
  /** @default the load balancer as a whole */
  readonly targetGroup?: string;
}

/** Whole minutes, epoch milliseconds; `to` doesn't belong to it. */
export interface MinuteRange {
  readonly from: number;
  readonly to: number;
}

/** Reads what a load balancer tells CloudWatch. */
export interface LoadBalancerMetrics {
  /**
   * The value of each minute that has one, in no order: the load balancer reports a metric only while there is something to
   * report. Throws where CloudWatch doesn't tell.
   */
  values(metric: LoadBalancerMetric, range: MinuteRange): Promise<readonly number[]>;
}

/** Sums of one minute each, through CloudWatch. */
export const createLoadBalancerMetrics = (client: Pick<CloudWatchClient, "send">): LoadBalancerMetrics => ({
  values: async (metric, { from, to }) => {
    const results: MetricDataResult[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: [queryOf(metric)],
          StartTime: new Date(from),
          EndTime: new Date(to),
          NextToken,
        }),
      );
      results.push(...(page.MetricDataResults ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    requireTold(metric, results);
    return results.flatMap(({ Values = [] }) => Values);
  },
});

const queryOf = ({ metricName, loadBalancer, targetGroup }: LoadBalancerMetric) => ({
  Id: "value",
  MetricStat: {
    Metric: {
      Namespace: "AWS/ApplicationELB",
      MetricName: metricName,
      Dimensions: [
        ...(targetGroup === undefined ? [] : [{ Name: "TargetGroup", Value: targetGroup }]),
        { Name: "LoadBalancer", Value: loadBalancer },
      ],
    },
    Period: 60,
    Stat: "Sum",
  },
});

/** No values may mean none, but only in an answer that is complete. */
const requireTold = ({ metricName }: LoadBalancerMetric, results: readonly MetricDataResult[]): void => {
  const bad = results.find(({ StatusCode = "" }) => StatusCode !== "Complete" && StatusCode !== "PartialData");
  if (bad !== undefined || results.at(-1)?.StatusCode !== "Complete")
    throw new Error(`CloudWatch doesn't tell ${metricName}: ${bad?.StatusCode ?? "its answer is not complete"}.`);
};
