/** Works on all items, so many at a time; after the first failure nothing more is begun, and it is thrown when all have ended. */
export const runInFlight = async <Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const failure = new AbortController();
  const queue = items.values();
  const drain = async (): Promise<void> => {
    for (const item of queue) {
      if (failure.signal.aborted) return;
      try {
        await work(item, failure.signal);
      } catch (error) {
        failure.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, drain));
  if (failure.signal.aborted) throw failure.signal.reason;
};
