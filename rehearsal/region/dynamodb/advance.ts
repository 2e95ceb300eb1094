import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { keepIn } from "./buckets";
import type { Item, TableRecord } from "./state";
import { tokenLifetime } from "./transactions";

/** Milliseconds between two looks for what has expired. */
const sweepInterval = 3_600_000;

/**
 * "Within a few days" of its time an item is gone; here after two. Until then it is read like any other.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html
 */
const expiryLagSeconds = 172_800;

/** Deletes items whose time has passed, and forgets old transactions. */
export const advanceDynamoDb = (state: RegionState, { now }: CallContext): RegionState => {
  if (now - state.dynamodb.sweptAt < sweepInterval) return state;
  const tables = Object.entries(state.dynamodb.tables).map(([name, table]) => [name, sweep(table, now)]);
  const transactions = keepIn(state.dynamodb.transactions, ({ at }) => now - at < tokenLifetime);
  return {
    ...state,
    dynamodb: { ...state.dynamodb, tables: Object.fromEntries(tables), transactions, sweptAt: now },
  };
};

const sweep = (table: TableRecord, now: number): TableRecord => {
  const { timeToLiveAttribute } = table;
  if (timeToLiveAttribute === undefined) return table;
  const isKept = (item: Item): boolean => {
    const seconds = item[timeToLiveAttribute]?.N;
    return seconds === undefined || Number(seconds) + expiryLagSeconds > now / 1000;
  };
  return { ...table, items: keepIn(table.items, isKept) };
};
