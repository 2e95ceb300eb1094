import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { notModelled, validation } from "./refusals";
import type { Item } from "./state";

const types = ["S", "N", "BOOL", "NULL", "SS"] as const;

/** Refuses values of a type that isn't modelled, and numbers and sets that aren't any. */
export const requireItem = (item: Item): Item => {
  for (const [name, value] of Object.entries(item)) requireValue(name, value);
  return item;
};

const requireValue = (name: string, value: AttributeValue): void => {
  const [type = "none"] = Object.keys(value);
  if (!types.some((known) => known === type)) throw notModelled(`the attribute ${name} of type ${type}`);
  if (value.N !== undefined && (value.N.trim() === "" || !Number.isFinite(Number(value.N))))
    throw validation(`The parameter cannot be converted to a numeric value: ${value.N}`);
  if (value.SS?.length === 0)
    throw validation("One or more parameter values were invalid: An string set  may not be empty");
};

/** Whether two values are of one type and the same; the order within a set doesn't matter. */
export const isEqual = (one: AttributeValue | undefined, other: AttributeValue | undefined): boolean => {
  if (one === undefined || other === undefined) return false;
  const order = compareValues(one, other);
  return order === undefined ? canonical(one) === canonical(other) : order === 0;
};

const canonical = (value: AttributeValue): string =>
  JSON.stringify(value.SS === undefined ? value : { SS: [...value.SS].sort() });

/** Less than 0, 0 or more than 0; undefined where the two can't be ordered. Texts are ordered by their UTF-8 bytes. */
export const compareValues = (
  one: AttributeValue | undefined,
  other: AttributeValue | undefined,
): number | undefined => {
  if (one?.N !== undefined && other?.N !== undefined) return Math.sign(Number(one.N) - Number(other.N));
  if (one?.S !== undefined && other?.S !== undefined) return Buffer.compare(Buffer.from(one.S), Buffer.from(other.S));
  return undefined;
};
