import { AwsError } from "../operation";
import type { ContainerInstanceRecord } from "./state";

/** What a query may look at. */
export type Queried = Pick<
  ContainerInstanceRecord,
  "ec2InstanceId" | "attributes" | "registeredAt" | "isAgentConnected"
>;

type Predicate = (instance: Queried) => boolean;

/**
 * Whether an instance fits an expression of the cluster query language: `subject operator argument`, joined by
 * `and`/`&&`, `or`/`||`, `not`/`!` and parentheses. Modelled subjects: `attribute:<name>`, `ec2InstanceId`, `agentConnected` and
 * `registeredAt`.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 */
export const matchesQuery = (expression: string, instance: Queried): boolean => {
  const tokens = tokensOf(expression);
  const cursor: Cursor = { expression, tokens, at: 0 };
  const predicate = parseOr(cursor);
  if (cursor.at < tokens.length) throw invalid(expression);
  return predicate(instance);
};

interface Cursor {
  readonly expression: string;
  readonly tokens: readonly string[];
  at: number;
}

const tokenPattern = /\s*(==|!=|=~|!~|&&|\|\||>=|<=|[()[\],!<>]|[^\s()[\],!<>=&|]+)/gy;

const tokensOf = (expression: string): readonly string[] => {
  const tokens = [...expression.matchAll(tokenPattern)].map(([, token = ""]) => token);
  const covered = [...expression.matchAll(tokenPattern)].reduce((length, [text]) => length + text.length, 0);
  if (expression.slice(covered).trim() !== "") throw invalid(expression);
  return tokens;
};

const invalid = (expression: string): AwsError =>
  new AwsError(
    "InvalidParameterException",
    `Invalid expression ${JSON.stringify(expression)}: write for example "ec2InstanceId in [i-1, i-2]" or "attribute:lifecycle == spot".`,
  );

const take = (cursor: Cursor): string => {
  const token = cursor.tokens[cursor.at];
  if (token === undefined) throw invalid(cursor.expression);
  cursor.at += 1;
  return token;
};

const accept = (cursor: Cursor, ...tokens: readonly string[]): boolean => {
  const isNext = tokens.includes(cursor.tokens[cursor.at] ?? "");
  if (isNext) cursor.at += 1;
  return isNext;
};

const parseOr = (cursor: Cursor): Predicate => {
  const parts = [parseAnd(cursor)];
  while (accept(cursor, "or", "||")) parts.push(parseAnd(cursor));
  return (instance) => parts.some((part) => part(instance));
};

const parseAnd = (cursor: Cursor): Predicate => {
  const parts = [parseNot(cursor)];
  while (accept(cursor, "and", "&&")) parts.push(parseNot(cursor));
  return (instance) => parts.every((part) => part(instance));
};

const parseNot = (cursor: Cursor): Predicate => {
  if (accept(cursor, "not", "!")) {
    const inner = parseNot(cursor);
    return (instance) => !inner(instance);
  }
  if (accept(cursor, "(")) {
    const inner = parseOr(cursor);
    if (!accept(cursor, ")")) throw invalid(cursor.expression);
    return inner;
  }
  return parseComparison(cursor);
};

const parseComparison = (cursor: Cursor): Predicate => {
  const subject = parseSubject(take(cursor));
  const operator = take(cursor);
  if (operator === "exists") return (instance) => subject(instance) !== undefined;
  if (operator === "!" && accept(cursor, "exists")) return (instance) => subject(instance) === undefined;
  if (operator === "in" || operator === "not_in") {
    const values = parseList(cursor);
    return (instance) => values.includes(subject(instance) ?? "") === (operator === "in");
  }
  return compare(subject, operator, cursor);
};

const compare = (subject: (instance: Queried) => string | undefined, operator: string, cursor: Cursor): Predicate => {
  const argument = take(cursor);
  switch (operator) {
    case "==":
    case "equals":
      return (instance) => subject(instance) === argument;
    case "!=":
    case "not_equals":
      return (instance) => subject(instance) !== argument;
    case "=~":
    case "matches":
      return (instance) => patternOf(argument).test(subject(instance) ?? "");
    case ">":
      return (instance) => timeOf(subject(instance)) > timeOf(argument);
    case "<":
      return (instance) => timeOf(subject(instance)) < timeOf(argument);
    case "!~":
    case "not_matches":
      return (instance) => !patternOf(argument).test(subject(instance) ?? "");
    default:
      throw invalid(cursor.expression);
  }
};

/** Only times are compared by size here; anything else is neither larger nor smaller. */
const timeOf = (text: string | undefined): number => Date.parse(text ?? "");

const patternOf = (text: string): RegExp => new RegExp(`^${text}$`);

const parseList = (cursor: Cursor): readonly string[] => {
  if (!accept(cursor, "[")) throw invalid(cursor.expression);
  const values: string[] = [];
  while (!accept(cursor, "]")) {
    values.push(take(cursor));
    accept(cursor, ",");
  }
  return values;
};

const parseSubject = (token: string): ((instance: Queried) => string | undefined) => {
  if (token === "ec2InstanceId") return ({ ec2InstanceId }) => ec2InstanceId;
  if (token === "registeredAt") return ({ registeredAt }) => new Date(registeredAt).toISOString();
  if (token === "agentConnected") return ({ isAgentConnected = true }) => String(isAgentConnected);
  if (token.startsWith("attribute:")) {
    const name = token.slice("attribute:".length);
    return ({ attributes }) => attributes.find((attribute) => attribute.name === name)?.value;
  }
  throw new AwsError(
    "NotModelled",
    `The rehearsal's region does not model the query subject ${token}; use ec2InstanceId, registeredAt, agentConnected or attribute:<name>.`,
    501,
  );
};
