/**
 * A log line that CloudWatch turns into a metric in namespace `Switchyard/Standby`, by the function's name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const pausedLine = (now: number, fields: Readonly<Record<string, unknown>>): object => ({
  _aws: {
    Timestamp: now,
    CloudWatchMetrics: [
      {
        Namespace: standbyNamespace,
        Dimensions: [["FunctionName"]],
        Metrics: [{ Name: "ReleasePaused" satisfies StandbyMetric, Unit: "Count" }],
      },
    ],
  },
  ReleasePaused: 1,
  event: "ReleasePaused",
  ...fields,
});

const standbyNamespace = "Switchyard/Standby";

/** What alarms watch. */
export type StandbyMetric = "ReleasePaused";
