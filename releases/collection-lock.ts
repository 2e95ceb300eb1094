import { randomUUID } from "node:crypto";
import type { ObjectStore } from "../clients/object-store";
import { jsonObject } from "./manifests";

const key = "meta/collecting.json";

/** Milliseconds after which a lock is a dead process's: a collection makes a few calls for each 1,000 objects. */
const staleAfter = 3_600_000;

/**
 * Keeps a collection and a deploy apart. The collection takes the lock before it reads the manifests; a deploy writes its
 * manifest before it looks for the lock. So at least one of them sees the other: the collection keeps the deploy's files,
 * or the deploy stops and is repeated.
 */
export const takeCollectionLock = async (
  store: Pick<ObjectStore, "put" | "read" | "remove">,
  now: number,
  signal: AbortSignal,
): Promise<() => Promise<void>> => {
  const text = JSON.stringify({ since: new Date(now).toISOString(), by: randomUUID() });
  const lock = { ...jsonObject(key, text), ifAbsent: true };
  // It is this one's own where the answer to a first try was lost.
  if ((await store.put(lock, signal)) === "exists" && (await store.read(key, signal)) !== text) {
    await refuseDuringCollection(store, now, signal);
    await store.remove([key], signal);
    if ((await store.put(lock, signal)) === "exists") throw new Error(running("another collection"));
  }
  // Also after Ctrl-C: nobody else could collect for an hour.
  return () => store.remove([key], AbortSignal.timeout(unlocking));
};

/** Throws while a collection is running. */
export const refuseDuringCollection = async (
  store: Pick<ObjectStore, "read">,
  now: number,
  signal: AbortSignal,
): Promise<void> => {
  const text = await store.read(key, signal);
  if (text === undefined) return;
  const since = /"since":"([^"]+)"/.exec(text)?.[1] ?? "";
  if (now - Date.parse(since) < staleAfter) throw new Error(running(`a collection (since ${since})`));
};

/** Milliseconds. */
const unlocking = 30_000;

const running = (what: string): string =>
  `Right now ${what} deletes old releases. Run the same command again in a minute; it continues where it stopped.`;
