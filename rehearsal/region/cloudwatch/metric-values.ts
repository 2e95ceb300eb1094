import { AwsError } from "../operation";
import type { RegionState } from "../state";
import { elbMetrics } from "./elb-metrics";

/** Which values are asked for. */
export interface MetricQuery {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly period: number;
  /** For example `Sum`. */
  readonly statistic: string;
}

/** Epoch milliseconds; `to` doesn't belong to it. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The value of one period. */
export interface Datapoint {
  /** When the period began, epoch milliseconds. */
  readonly at: number;
  readonly value: number;
}

/** Application Load Balancers send one value a minute: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
export const publishedEverySeconds = 60;

/** Whether the region knows values of a namespace at all; alarms may be about any. */
export const hasValues = (namespace: string | undefined): boolean => namespace === "AWS/ApplicationELB";

/**
 * The values of the periods that begin in the range and are over by `now`, oldest first; periods without data are left out.
 * Where periods are shorter than what is published, only those have data that a minute begins with:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-alarms-and-actions.html
 */
export const metricValues = (
  state: RegionState,
  query: MetricQuery,
  range: TimeRange & { readonly now: number },
): readonly Datapoint[] => {
  const metric = hasValues(query.namespace) ? elbMetrics[query.metricName] : undefined;
  if (metric === undefined) throw notModelled(`the metric ${query.namespace} ${query.metricName}`);
  const valueIn = metric[query.statistic];
  if (valueIn === undefined) {
    const known = Object.keys(metric).join(", ");
    throw notModelled(`the statistic ${query.statistic} of ${query.metricName} (it knows ${known})`);
  }
  const length = query.period * 1000;
  const published = publishedEverySeconds * 1000;
  const points: Datapoint[] = [];
  for (let at = Math.ceil(range.from / length) * length; at < range.to; at += length) {
    const end = at + Math.max(length, published);
    const value = end > range.now || at % published !== 0 ? undefined : valueIn(state, query.dimensions, { at, end });
    if (value !== undefined) points.push({ at, value });
  }
  return points;
};

const notModelled = (what: string): AwsError =>
  new AwsError("NotModelled", `The rehearsal's region does not model ${what} in CloudWatch.`, 501);
