import { embeddedMetric, type LogLine } from "../clients/embedded-metric";

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

/** One line of a drain function's log that counts one more of a metric. */
export const metricLine = (name: DrainMetric, now: number, fields: LogLine): LogLine =>
  embeddedMetric({ namespace: "Switchyard/Drain", name, now }, fields);
