import { AwsError, type CallContext } from "../operation";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import type { KeyValueStoreRecord } from "./state";

/** The store; refuses what isn't there. */
export const storeOf = (state: RegionState, arn: string | undefined): KeyValueStoreRecord => {
  const store = state.keyValueStores.stores[arn ?? ""];
  if (store === undefined) throw new AwsError("ResourceNotFoundException", `Key value store ${arn} not found.`, 404);
  return store;
};

/** The region with this store added or replaced. */
export const putStoreRecord = (state: RegionState, store: KeyValueStoreRecord): RegionState => ({
  ...state,
  keyValueStores: { stores: { ...state.keyValueStores.stores, [store.arn]: store } },
});

/** As CloudFront begins the tags of its own versions. */
export const newETag = ({ random }: CallContext): string => `E${randomHex(random, 13).toUpperCase()}`;

/** How much a store holds, as each of its answers says. */
export const sizeOf = ({ items }: Pick<KeyValueStoreRecord, "items">) => {
  const entries = Object.entries(items);
  return {
    ItemCount: entries.length,
    TotalSizeInBytes: entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.join("")), 0),
  };
};
