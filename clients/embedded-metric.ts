/** One line of a function's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** Which metric counts one more, in which of CloudWatch's namespaces. */
export interface CountedMetric {
  readonly namespace: string;
  readonly name: string;
  /** When it happened, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * A log line that CloudWatch turns into one more of a metric, by the function's name; it needs no call and so can't
 * delay what it tells of.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const embeddedMetric = ({ namespace, name, now }: CountedMetric, fields: LogLine): LogLine => ({
  _aws: {
    Timestamp: now,
    CloudWatchMetrics: [
      { Namespace: namespace, Dimensions: [["FunctionName"]], Metrics: [{ Name: name, Unit: "Count" }] },
    ],
  },
  [name]: 1,
  event: name,
  ...fields,
});
