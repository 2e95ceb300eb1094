/** One line about a failure, at most 300 characters. */
export const errorText = (error: unknown): string => {
  const chain = causesOf(error);
  if (chain.some(({ name }) => name === "AbortError" || name === "TimeoutError")) return "no answer in time";
  const texts = [chain[0], chain.at(-1)].map((one) => one?.message || one?.name || "an unknown error");
  return [...new Set(texts)].join(": ").replace(/\s+/g, " ").slice(0, 300);
};

/** An error and what led to it: `fetch` hides the reason, for example `ECONNREFUSED`, at the end. */
const causesOf = (error: unknown): readonly Error[] =>
  error instanceof Error ? [error, ...causesOf(error.cause === error ? undefined : error.cause)] : [];
