import { setTimeout as sleep } from "node:timers/promises";
import type { WaitUntil } from "./live-type";

/** How the provider waits for AWS. */
export interface WaitOptions {
  /** Milliseconds, overrides the limit that the type has; undefined where the program sets none. */
  readonly timeoutMs: number | undefined;
  /** Milliseconds between two questions. */
  readonly pollMs: number;
  readonly signal: AbortSignal;
}

/** Asks again and again until there is an answer, the time is up or the engine gives up. */
export const waitUntil =
  ({ timeoutMs, pollMs, signal }: WaitOptions): WaitUntil =>
  async (what, ask, defaultLimitMs) => {
    const limitMs = timeoutMs ?? defaultLimitMs;
    const deadline = Date.now() + limitMs;
    for (;;) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      if (Date.now() + pollMs > deadline) {
        throw new Error(`timeout while waiting until ${what}: ${limitMs / 1000} s passed; customTimeouts allows more.`);
      }
      await sleep(pollMs, undefined, { signal });
    }
  };
