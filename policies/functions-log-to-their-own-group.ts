import { unknownValue, valueAt } from "./pack/known-values";
import { resourcePolicy } from "./pack/policy";
import { types } from "./pack/resource-types";

/** Lambda makes a missing log group by itself: for ever, and left behind by `pulumi destroy`. */
export const functionsLogToTheirOwnGroup = resourcePolicy({
  name: "functions-log-to-their-own-group",
  description: "Functions name a log group of the stack.",
  level: "advisory",
  types: [types.function],
  defaults: {},
  check: ({ props }) => {
    const group = valueAt(props, "loggingConfig", "logGroup");
    return group === unknownValue || typeof group === "string"
      ? []
      : ["loggingConfig.logGroup: got nothing, allowed: a LogGroup of the stack with a retention."];
  },
});
