/** How to work on many items. */
export interface InFlight {
  /** Items at a time. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Works on all items, so many at a time; after the first failure nothing more is begun, and it is thrown when all have ended. */
export const runInFlight = async <Item>(
  items: readonly Item[],
  { limit, signal }: InFlight,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const failure = new AbortController();
  // One for all items: a signal keeps hold of each that is derived from it.
  const either = AbortSignal.any([signal, failure.signal]);
  const queue = items.values();
  const drain = async (): Promise<void> => {
    for (const item of queue) {
      if (either.aborted) return;
      await work(item, either).catch((error: unknown) => failure.abort(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, drain));
  either.throwIfAborted();
};
