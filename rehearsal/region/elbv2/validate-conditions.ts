import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { invalid, notModelled } from "./refusals";

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html (condition values per rule) */
const maxValuesPerRule = 5;
/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html */
const maxValueLength = 128;
const maxHeaderNameLength = 40;

/**
 * The conditions as AWS stores them: at most one each on host, path and method, any number on headers, five values in all.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export const completeConditions = (conditions: readonly RuleCondition[] | undefined): RuleCondition[] => {
  if (conditions === undefined || conditions.length === 0) throw invalid("Conditions is empty: pass at least one.");
  const completed = conditions.map(completeCondition);
  requireSingles(completed);
  const values = completed.flatMap(valuesOf);
  if (values.length > maxValuesPerRule) {
    throw invalid(
      `A rule has ${values.length} condition values: at most ${maxValuesPerRule} in all of its conditions.`,
    );
  }
  for (const value of values) {
    if (value.length <= maxValueLength) continue;
    throw invalid(`The condition value ${value} has ${value.length} characters: at most ${maxValueLength}.`);
  }
  return completed;
};

/** The values that a completed condition compares with. */
export const valuesOf = (condition: RuleCondition): readonly string[] =>
  condition.PathPatternConfig?.Values ??
  condition.HostHeaderConfig?.Values ??
  condition.HttpHeaderConfig?.Values ??
  condition.HttpRequestMethodConfig?.Values ??
  [];

const completeCondition = (condition: RuleCondition): RuleCondition => {
  refuseRegex(condition);
  switch (condition.Field) {
    case "path-pattern": {
      const Values = requireValues(condition, condition.PathPatternConfig?.Values ?? condition.Values);
      return { Field: "path-pattern", Values, PathPatternConfig: { Values } };
    }
    case "host-header": {
      const Values = requireValues(condition, condition.HostHeaderConfig?.Values ?? condition.Values);
      return { Field: "host-header", Values, HostHeaderConfig: { Values } };
    }
    case "http-header":
      return completeHeader(condition);
    case "http-request-method":
      return {
        Field: "http-request-method",
        HttpRequestMethodConfig: { Values: requireValues(condition, condition.HttpRequestMethodConfig?.Values) },
      };
    default:
      throw notModelled(`conditions on ${condition.Field}`);
  }
};

const completeHeader = (condition: RuleCondition): RuleCondition => {
  const { HttpHeaderName, Values } = condition.HttpHeaderConfig ?? {};
  if (HttpHeaderName === undefined || !/^[\w!#$%&'*+.^`|~-]+$/.test(HttpHeaderName)) {
    throw invalid(`HttpHeaderName is ${HttpHeaderName}: pass the name of an HTTP header.`);
  }
  if (HttpHeaderName.length > maxHeaderNameLength) {
    throw invalid(`HttpHeaderName ${HttpHeaderName} is too long: at most ${maxHeaderNameLength} characters.`);
  }
  // AWS takes the host only as host-header: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpHeaderConditionConfig.html
  if (HttpHeaderName.toLowerCase() === "host") throw invalid("HttpHeaderName is Host: use a host-header condition.");
  return { Field: "http-header", HttpHeaderConfig: { HttpHeaderName, Values: requireValues(condition, Values) } };
};

const requireValues = ({ Field }: RuleCondition, values: readonly string[] | undefined): string[] => {
  if (values === undefined || values.length === 0) throw invalid(`The condition on ${Field} has no values.`);
  return [...values];
};

const refuseRegex = (condition: RuleCondition): void => {
  const { RegexValues, PathPatternConfig, HostHeaderConfig, HttpHeaderConfig } = condition;
  const configs = [PathPatternConfig, HostHeaderConfig, HttpHeaderConfig];
  if (RegexValues !== undefined || configs.some((config) => config?.RegexValues !== undefined)) {
    throw notModelled("regular expressions in conditions");
  }
};

const requireSingles = (conditions: readonly RuleCondition[]): void => {
  for (const field of ["path-pattern", "host-header", "http-request-method"]) {
    const count = conditions.filter(({ Field }) => Field === field).length;
    if (count > 1) throw invalid(`A rule has ${count} conditions on ${field}: at most 1, with several values.`);
  }
};
