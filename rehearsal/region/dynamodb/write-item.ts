import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { requireItem } from "./attribute-values";
import { getIn, putIn, removeIn } from "./buckets";
import { holds } from "./condition";
import { type PlaceholderInput, Placeholders } from "./placeholders";
import type { Item, TableRecord } from "./state";
import { keyTextIn, keyTextOf } from "./table-records";
import { applyUpdate } from "./update";

/** One change of one item, by itself or within a transaction. */
export interface ItemWrite extends PlaceholderInput {
  readonly Key?: Item | undefined;
  /** The whole item, of a put. */
  readonly Item?: Readonly<Record<string, AttributeValue>> | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly ConditionExpression?: string | undefined;
}

/** What a write does. */
export type WriteKind = "check" | "delete" | "put" | "update";

/** What came of a write: nothing is changed where the condition didn't hold. */
export interface WriteOutcome {
  readonly isRefused: boolean;
  readonly keyText: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** Decides a write against the table as it is. */
export const planWrite = (table: TableRecord, kind: WriteKind, write: ItemWrite): WriteOutcome => {
  const keyText = kind === "put" ? keyTextIn(table, write.Item ?? {}) : keyTextOf(table, write.Key);
  const before = getIn(table.items, keyText);
  const placeholders = new Placeholders(write);
  const isRefused = !holds(write.ConditionExpression, before, placeholders);
  const after = itemAfter(table, kind, { write, before, placeholders });
  placeholders.refuseUnused();
  return { isRefused, keyText, before, after };
};

interface Writing {
  readonly write: ItemWrite;
  readonly before: Item | undefined;
  readonly placeholders: Placeholders;
}

const itemAfter = (
  { key }: TableRecord,
  kind: WriteKind,
  { write, before, placeholders }: Writing,
): Item | undefined => {
  if (kind === "check") return before;
  if (kind === "delete") return undefined;
  if (kind === "put") return requireItem(write.Item ?? {});
  return applyUpdate(write.UpdateExpression, { item: before ?? { ...write.Key }, keyName: key.name }, placeholders);
};

/** The table after a write that wasn't refused. */
export const settleWrite = (table: TableRecord, { keyText, after }: WriteOutcome): TableRecord => ({
  ...table,
  items: after === undefined ? removeIn(table.items, keyText) : putIn(table.items, keyText, after),
});
