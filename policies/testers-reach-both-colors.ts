import { forwardsOf } from "./pack/forwards";
import { numberOf, recordsAt, textsAt, unknownValue, valueAt } from "./pack/known-values";
import { type StackResource, stackPolicy, type Violation } from "./pack/policy";
import { referAlike, resourcesOf } from "./pack/references";
import { types } from "./pack/resource-types";

/** Testers see the standby before everybody does, and both target groups stay attached whatever the weights are. */
export const testersReachBothColors = stackPolicy({
  name: "testers-reach-both-colors",
  description: "Beside every weighted rule two static rules lead testers, by a header, to blue and to green.",
  level: "mandatory",
  defaults: { colors: ["blue", "green"] as readonly string[] },
  check: (resources, { colors }) => {
    const rules = resourcesOf(resources, types.listenerRule).filter((rule) => forwardsOf(rule).length > 0);
    const statics = rules.filter(isStatic);
    return rules.filter((rule) => !isStatic(rule)).flatMap((rule) => problemsOf(rule, statics, colors));
  },
});

const isStatic = (rule: StackResource): boolean => headerValuesOf(rule).length > 0;

const headerValuesOf = ({ props }: StackResource): readonly string[] =>
  recordsAt(props, "conditions").flatMap((condition) => textsAt(condition, "httpHeader", "values"));

const problemsOf = (
  weighted: StackResource,
  statics: readonly StackResource[],
  colors: readonly string[],
): readonly Violation[] => {
  const own = statics.filter((rule) => isBeside(rule, weighted));
  const found = colors.map((color) => own.find((rule) => headerValuesOf(rule).includes(color)));
  const missing = colors.filter((_, index) => found[index] === undefined);
  const messages = [...missing.map(missingMessage), ...targetProblems(found.flatMap((rule) => rule ?? []))];
  return messages.map((message) => ({ urn: weighted.urn, message }));
};

/** On the same listener, for the same paths, and before it. */
const isBeside = (rule: StackResource, weighted: StackResource): boolean =>
  referAlike(rule, weighted, "listenerArn") &&
  pathsOf(rule) === pathsOf(weighted) &&
  !(numberOf(rule.props["priority"]) > numberOf(weighted.props["priority"]));

const pathsOf = ({ props }: StackResource): string =>
  recordsAt(props, "conditions")
    .flatMap((condition) => textsAt(condition, "pathPattern", "values"))
    .sort()
    .join(" ");

const missingMessage = (color: string): string =>
  `No static rule before this one leads testers to ${color}. ` +
  `Add one with the same path and a header condition "${color}", and all weight on ${color}'s target group.`;

const targetProblems = (statics: readonly StackResource[]): readonly string[] => {
  const targets = statics.map(targetOf);
  if (targets.includes("several"))
    return ["A static rule spreads testers over several target groups, allowed: weight 100 for its own colour."];
  return new Set(targets).size < statics.length && !targets.includes("unknown")
    ? ["The static rules lead testers of all colours to one target group, allowed: each to its own colour."]
    : [];
};

/** The one group that has all the weight: by its ARN, in a first preview by its place. */
const targetOf = (rule: StackResource): string => {
  const groups = forwardsOf(rule).flatMap(({ groups }) => groups ?? [{ weight: unknownValue }]);
  if (groups.some(({ weight }) => weight === unknownValue)) return "unknown";
  const loaded = groups.flatMap((group, place) => (numberOf(group["weight"]) > 0 ? [{ group, place }] : []));
  const [first] = loaded;
  if (first === undefined || loaded.length > 1) return "several";
  const arn = valueAt(first.group, "arn");
  return typeof arn === "string" ? arn : String(first.place);
};
