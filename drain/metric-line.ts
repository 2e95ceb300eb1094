/** What alarms watch, in namespace `Switchyard/Drain`, for each function by its name; each is a count. */
export type DrainMetric =
  | "AnnouncementLost"
  | "BudgetHalfUsed"
  | "BudgetNearlyUsed"
  | "BudgetSpent"
  | "DeadlineMissed"
  | "DrainFailed"
  | "EventRejected"
  | "VisitFailed";

/** One line of the function's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/**
 * A log line that CloudWatch turns into a metric, which needs no call and so can't delay a drain.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const metricLine = (metric: DrainMetric, now: number, fields: LogLine): LogLine => ({
  _aws: {
    Timestamp: now,
    CloudWatchMetrics: [
      { Namespace: "Switchyard/Drain", Dimensions: [["FunctionName"]], Metrics: [{ Name: metric, Unit: "Count" }] },
    ],
  },
  [metric]: 1,
  event: metric,
  ...fields,
});
