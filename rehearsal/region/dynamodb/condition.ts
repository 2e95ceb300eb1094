import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { compareValues, isEqual } from "./attribute-values";
import { ExpressionReader, type Operand } from "./expression-reader";
import type { Placeholders } from "./placeholders";
import { notModelled } from "./refusals";
import type { Item } from "./state";

const comparators = ["=", "<>", "<=", ">=", "<", ">"] as const;

/** What an item may be asked. Grammar: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html */
type Condition =
  | { readonly kind: "and" | "or"; readonly conditions: readonly Condition[] }
  | { readonly kind: "not"; readonly condition: Condition }
  | { readonly kind: "exists"; readonly name: string }
  | {
      readonly kind: "compare";
      readonly comparator: (typeof comparators)[number];
      readonly left: Operand;
      readonly right: Operand;
    };

/** Whether the condition holds of an item, undefined where there is none; no expression always holds. */
export const holds = (expression: string | undefined, item: Item | undefined, placeholders: Placeholders): boolean => {
  if (expression === undefined) return true;
  const reader = new ExpressionReader("ConditionExpression", expression, placeholders);
  const condition = readOr(reader);
  if (!reader.isAtEnd) throw reader.syntaxError();
  return evaluate(condition, item ?? {});
};

const readOr = (reader: ExpressionReader): Condition => {
  const conditions = [readAnd(reader)];
  while (reader.takes("OR")) conditions.push(readAnd(reader));
  return { kind: "or", conditions };
};

/** NOT binds closest, then AND, then OR. */
const readAnd = (reader: ExpressionReader): Condition => {
  const conditions = [readNot(reader)];
  while (reader.takes("AND")) conditions.push(readNot(reader));
  return { kind: "and", conditions };
};

const readNot = (reader: ExpressionReader): Condition =>
  reader.takes("NOT") ? { kind: "not", condition: readNot(reader) } : readPrimary(reader);

const readPrimary = (reader: ExpressionReader): Condition => {
  if (reader.takes("(")) {
    const condition = readOr(reader);
    reader.expect(")");
    return condition;
  }
  if (reader.takes("ATTRIBUTE_EXISTS")) return { kind: "exists", name: readArgument(reader) };
  if (reader.takes("ATTRIBUTE_NOT_EXISTS"))
    return { kind: "not", condition: { kind: "exists", name: readArgument(reader) } };
  const left = reader.operand();
  if (reader.nextWord !== "") throw notModelled(`${reader.nextWord} in a condition`);
  return { kind: "compare", left, comparator: reader.takeOneOf(comparators), right: reader.operand() };
};

const readArgument = (reader: ExpressionReader): string => {
  reader.expect("(");
  const name = reader.attribute();
  reader.expect(")");
  return name;
};

const evaluate = (condition: Condition, item: Item): boolean => {
  switch (condition.kind) {
    case "or":
      return condition.conditions.some((part) => evaluate(part, item));
    case "and":
      return condition.conditions.every((part) => evaluate(part, item));
    case "not":
      return !evaluate(condition.condition, item);
    case "exists":
      return item[condition.name] !== undefined;
    case "compare":
      return compare(condition.comparator, valueIn(condition.left, item), valueIn(condition.right, item));
  }
};

const valueIn = (operand: Operand, item: Item): AttributeValue | undefined =>
  operand.kind === "value" ? operand.value : item[operand.name];

/** An attribute that isn't there, or is of another type, is unlike everything and neither greater nor less. */
const compare = (
  comparator: (typeof comparators)[number],
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean => {
  if (comparator === "=") return isEqual(left, right);
  if (comparator === "<>") return !isEqual(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (order === 0) return comparator === "<=" || comparator === ">=";
  return comparator.startsWith(order < 0 ? "<" : ">");
};
