import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { requireItem } from "./attribute-values";
import { ExpressionReader, type Operand } from "./expression-reader";
import type { Placeholders } from "./placeholders";
import { notModelled, validation } from "./refusals";
import type { Item } from "./state";

/** The new value of an attribute; undefined takes it away. */
type Change = readonly [name: string, value: AttributeValue | undefined];

/**
 * The item after an update expression, of which every part sees the item as it was before.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export const applyUpdate = (
  expression: string | undefined,
  { item, keyName }: { readonly item: Item; readonly keyName: string },
  placeholders: Placeholders,
): Item => {
  if (expression === undefined) return item;
  const reader = new ExpressionReader("UpdateExpression", expression, placeholders);
  const changes: Change[] = [];
  while (!reader.isAtEnd) changes.push(...readClause(reader, item));
  for (const [name] of changes) {
    if (name === keyName) throw validation(`Cannot update attribute ${name}. This attribute is part of the key`);
    if (changes.filter(([other]) => other === name).length > 1)
      throw validation(
        `Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${name}], path two: [${name}]`,
      );
  }
  return requireItem(
    Object.fromEntries(
      Object.entries({ ...item, ...Object.fromEntries(changes) }).filter(
        (entry): entry is [string, AttributeValue] => entry[1] !== undefined,
      ),
    ),
  );
};

const readClause = (reader: ExpressionReader, item: Item): readonly Change[] => {
  const clause = reader.takeOneOf(["SET", "REMOVE", "ADD", "DELETE"]);
  const changes: Change[] = [];
  do {
    const name = reader.attribute();
    if (clause === "REMOVE") changes.push([name, undefined]);
    else if (clause === "SET") changes.push([name, readAssigned(reader, item)]);
    else if (clause === "ADD") changes.push([name, added(name, item[name], reader.value())]);
    else changes.push([name, without(name, item[name], reader.value())]);
  } while (reader.takes(","));
  return changes;
};

const readAssigned = (reader: ExpressionReader, item: Item): AttributeValue => {
  reader.expect("=");
  const value = readSetOperand(reader, item);
  if (reader.takes("+")) return numeric(numberOf(value) + numberOf(readSetOperand(reader, item)));
  if (reader.takes("-")) return numeric(numberOf(value) - numberOf(readSetOperand(reader, item)));
  return value;
};

const readSetOperand = (reader: ExpressionReader, item: Item): AttributeValue => {
  if (reader.takes("IF_NOT_EXISTS")) {
    reader.expect("(");
    const name = reader.attribute();
    reader.expect(",");
    const otherwise = reader.operand();
    reader.expect(")");
    return item[name] ?? present(otherwise, item);
  }
  if (reader.nextWord !== "") throw notModelled(`${reader.nextWord} in an update`);
  return present(reader.operand(), item);
};

const present = (operand: Operand, item: Item): AttributeValue => {
  const value = operand.kind === "value" ? operand.value : item[operand.name];
  if (value !== undefined) return value;
  throw validation("The provided expression refers to an attribute that does not exist in the item");
};

/** ADD begins at 0, or at the empty set. */
const added = (name: string, before: AttributeValue | undefined, value: AttributeValue): AttributeValue => {
  if (value.SS !== undefined && before?.N === undefined)
    return { SS: [...new Set([...(before?.SS ?? []), ...value.SS])] };
  if (value.N !== undefined && before?.SS === undefined)
    return numeric(numberOf(before ?? { N: "0" }) + numberOf(value));
  throw wrongType(name);
};

/** A set that has lost its last element is gone, as no set is empty. */
const without = (
  name: string,
  before: AttributeValue | undefined,
  value: AttributeValue,
): AttributeValue | undefined => {
  if (value.SS === undefined || (before !== undefined && before.SS === undefined)) throw wrongType(name);
  const kept = (before?.SS ?? []).filter((text) => value.SS?.includes(text) !== true);
  return kept.length === 0 ? undefined : { SS: kept };
};

const numberOf = ({ N }: AttributeValue): number => {
  if (N !== undefined) return Number(N);
  throw validation("An operand in the update expression has an incorrect data type");
};

const numeric = (value: number): AttributeValue => ({ N: String(value) });

const wrongType = (name: string): Error =>
  validation(`An operand in the update expression has an incorrect data type: ${name}`);
