import { numberOf, unknownValue } from "./pack/known-values";
import { resourcePolicy } from "./pack/policy";
import { types } from "./pack/resource-types";

/** Logs that nobody deletes cost more every month, and hold what should have been forgotten. */
export const logGroupsExpire = resourcePolicy({
  name: "log-groups-expire",
  description: "Log groups say how long they keep their entries.",
  level: "advisory",
  types: [types.logGroup],
  // The longest period that CloudWatch Logs knows: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
  defaults: { maximumDays: 3653 },
  check: ({ props: { retentionInDays } }, { maximumDays }) => {
    if (retentionInDays === unknownValue) return [];
    const days = numberOf(retentionInDays ?? 0);
    return days > 0 && days <= maximumDays
      ? []
      : [`retentionInDays: got ${days === 0 ? "nothing, which is for ever" : days}, allowed: 1 to ${maximumDays}.`];
  },
});
