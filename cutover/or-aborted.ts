/** Ends with the signal even where the work doesn't heed it. */
export const orAborted = <Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> => {
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(new Error("no answer in time"));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
  });
  return Promise.race([work, aborted]);
};
