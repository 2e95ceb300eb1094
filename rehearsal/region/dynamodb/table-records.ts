import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { AwsError, type CallContext } from "../operation";
import type { RegionState } from "../state";
import { validation } from "./refusals";
import type { Item, TableRecord } from "./state";

/** The region with this table added or replaced. */
export const putTable = (state: RegionState, table: TableRecord): RegionState => ({
  ...state,
  dynamodb: { ...state.dynamodb, tables: { ...state.dynamodb.tables, [table.tableName]: table } },
});

/** The table by name or ARN; refuses what isn't there. */
export const tableOf = (state: RegionState, name: string | undefined): TableRecord => {
  const table = state.dynamodb.tables[name?.split(":table/").at(-1) ?? ""];
  if (table !== undefined) return table;
  throw new AwsError("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
};

/** Whether a table can be used. */
export const isActive = ({ dynamodb }: RegionState, { createdAt }: TableRecord, now: number): boolean =>
  now >= createdAt + dynamodb.creationLagMs;

/** The table, if its items can be reached. Text: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
export const activeTableOf = (state: RegionState, name: string | undefined, { now }: CallContext): TableRecord => {
  const table = tableOf(state, name);
  if (isActive(state, table, now)) return table;
  throw new AwsError("ResourceNotFoundException", "Requested resource not found");
};

/** The key of an item as a text; refuses what isn't exactly the table's key. */
export const keyTextOf = ({ key }: TableRecord, given: Item | undefined): string => {
  const names = Object.keys(given ?? {});
  const text = names.length === 1 ? keyText(given?.[key.name], key.type) : undefined;
  if (text !== undefined) return text;
  throw validation("The provided key element does not match the schema");
};

/** The key within a whole item. */
export const keyTextIn = ({ key }: TableRecord, item: Item): string => {
  const text = keyText(item[key.name], key.type);
  if (text !== undefined) return text;
  throw validation(`One or more parameter values were invalid: Missing the key ${key.name} in the item`);
};

const keyText = (value: AttributeValue | undefined, type: "S" | "N"): string | undefined => {
  const text = type === "S" ? value?.S : value?.N;
  return text === "" ? undefined : text;
};
