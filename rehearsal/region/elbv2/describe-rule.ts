import type { Rule } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { RuleRecord } from "./state";

/** A rule as `DescribeRules` shows it. */
export const describeRule = ({ arn, priority, conditions, actions }: RuleRecord): Rule => ({
  RuleArn: arn,
  Priority: String(priority),
  Conditions: [...conditions],
  Actions: [...actions],
  IsDefault: priority === "default",
});
