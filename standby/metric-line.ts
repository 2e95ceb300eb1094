import { embeddedMetric, type LogLine } from "../clients/embedded-metric";

/** What alarms watch, in namespace `Switchyard/Standby`, by the function's name; each is a count. */
export type StandbyMetric = "ReleasePaused";

/** One line of the function's log that counts one more of a metric. */
export const metricLine = (name: StandbyMetric, now: number, fields: LogLine): LogLine =>
  embeddedMetric({ namespace: "Switchyard/Standby", name, now }, fields);
