import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { matchesWildcard } from "./match-wildcard";
import type { RoutedRequest } from "./route";
import type { RuleRecord } from "./state";
import { valuesOf } from "./validate-conditions";

/** Whether all conditions of a rule hold; a default rule has none. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
export const matchesRule = ({ conditions }: Pick<RuleRecord, "conditions">, request: RoutedRequest): boolean =>
  conditions.every((condition) => matchesCondition(condition, request));

/** One value of several is enough; paths and methods are compared by case, hosts and header values are not. */
const matchesCondition = (condition: RuleCondition, request: RoutedRequest): boolean => {
  const values = valuesOf(condition);
  switch (condition.Field) {
    case "path-pattern":
      return values.some((pattern) => matchesWildcard(pattern, pathOf(request.path)));
    case "host-header":
      return matchesAnyCase(values, hostOf(request.host));
    case "http-request-method":
      return values.includes(request.method);
    case "http-header":
      return headerValues(request, condition).some((value) => matchesAnyCase(values, value));
    default:
      return false;
  }
};

const matchesAnyCase = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matchesWildcard(pattern.toLowerCase(), text.toLowerCase()));

const headerValues = ({ headers }: RoutedRequest, { HttpHeaderConfig }: RuleCondition): readonly string[] =>
  [headers[(HttpHeaderConfig?.HttpHeaderName ?? "").toLowerCase()] ?? []].flat();

const pathOf = (path: string): string => path.split("?", 1)[0] ?? path;

const hostOf = (host: string): string => host.replace(/:\d+$/, "");
