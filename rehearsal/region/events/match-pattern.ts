import { AwsError } from "../operation";

type Members = Readonly<Record<string, unknown>>;
type Matcher = (value: unknown) => boolean;

/**
 * A rule's event pattern as a predicate: every member of the pattern must hold, and of a list one value. Modelled are texts,
 * numbers, flags and null as they are, `prefix`, `anything-but` and `exists`; other operators are refused.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const parsePattern = (text: string): ((event: Members) => boolean) => {
  const pattern = parseJson(text);
  if (!isMembers(pattern) || Object.keys(pattern).length === 0) throw invalid("it must be an object with members");
  const matcher = matcherOf(pattern);
  return (event) => matcher(event);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`${text} is not JSON`);
  }
};

const matcherOf = (pattern: Members): Matcher => {
  const members = Object.entries(pattern).map(([name, rule]): readonly [string, Matcher] => {
    if (name.startsWith("$")) throw notModelled(name);
    return [name, isMembers(rule) ? matcherOf(rule) : anyOf(name, rule)];
  });
  return (value) => members.every(([name, matches]) => matches(isMembers(value) ? value[name] : undefined));
};

const anyOf = (name: string, rule: unknown): Matcher => {
  if (!Array.isArray(rule) || rule.length === 0) {
    throw invalid(`"${name}" must be an object or an array with at least one value`);
  }
  const matchers = rule.map((item: unknown) => (isMembers(item) ? operatorOf(item) : exactly(item)));
  return (value) => matchers.some((matches) => matches(value));
};

/** Of a list in the event one item must fit. */
const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const exactly =
  (wanted: unknown): Matcher =>
  (value) =>
    itemsOf(value).some((item) => item === wanted);

const operatorOf = (rule: Members): Matcher => {
  const [[operator, argument] = ["", undefined]] = Object.entries(rule);
  switch (operator) {
    case "exists":
      return (value) => (value !== undefined) === argument;
    case "prefix":
      if (typeof argument !== "string") throw notModelled("prefix with anything but a text");
      return (value) => itemsOf(value).some((item) => typeof item === "string" && item.startsWith(argument));
    case "anything-but": {
      if (isMembers(argument)) throw notModelled("anything-but with another operator in it");
      const refused = itemsOf(argument);
      return (value) => itemsOf(value).some((item) => item !== undefined && !refused.includes(item));
    }
    default:
      throw notModelled(operator);
  }
};

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const invalid = (problem: string): AwsError =>
  new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${problem}.`);

const notModelled = (operator: string): AwsError =>
  new AwsError(
    "NotModelled",
    `The rehearsal's region does not model ${operator} in event patterns; use plain values, prefix, anything-but or exists.`,
    501,
  );
