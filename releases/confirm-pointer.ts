import type { KeyValueStore } from "../clients/key-value-store";
import { isSamePointer, parsePointer, pointerText } from "./plan-pointer";

/** What reading the pointer back needs from outside. */
export interface ConfirmPorts {
  readonly store: KeyValueStore;
  readonly clock: {
    /** Epoch milliseconds. */
    now(): number;
    sleep(milliseconds: number): Promise<unknown>;
    /** A signal that aborts after this many milliseconds. */
    after(milliseconds: number): AbortSignal;
  };
  /** Writes one line to the operator. */
  readonly warn: (line: string) => void;
}

/** Milliseconds: how long CloudFront may take to say what it was told, for one answer, and between two questions. */
const bounds = { total: 15_000, answer: 5_000, pause: 500 } as const;

/**
 * Reads the pointer back after it was written. Stores have been reported as created and written while they held no key at all
 * (https://github.com/anomalyco/sst/issues/6894), and an update that "succeeded" would serve the fallback page. Throws where
 * CloudFront says something else; where it says nothing it warns, as the write itself was accepted.
 */
export const confirmPointer = async (written: string, { store, clock, warn }: ConfirmPorts): Promise<void> => {
  const giveUpAt = clock.now() + bounds.total;
  for (;;) {
    const found = await look(store, clock.after(bounds.answer));
    if (found.kind === "value" && isWritten(found.value, written)) return;
    if (clock.now() + bounds.pause > giveUpAt) return complain(found, written, warn);
    await clock.sleep(bounds.pause);
  }
};

type Found =
  | { readonly kind: "value"; readonly value: string }
  | { readonly kind: "missing" }
  | { readonly kind: "silent"; readonly reason: string };

const look = async (store: KeyValueStore, signal: AbortSignal): Promise<Found> => {
  try {
    return { kind: "value", value: await store.get("active", signal) };
  } catch (error) {
    const { name, message } = error as Error;
    return name === "ResourceNotFoundException" ? { kind: "missing" } : { kind: "silent", reason: message };
  }
};

/** Others may write it in a form of their own. */
const isWritten = (found: string, written: string): boolean => {
  try {
    return found === written || isSamePointer(parsePointer(found), parsePointer(written));
  } catch {
    return false;
  }
};

const complain = (found: Found, written: string, warn: (line: string) => void): void => {
  const wanted = pointerText(parsePointer(written));
  if (found.kind === "silent") {
    warn(`CloudFront accepted the pointer to ${wanted}, but doesn't say so when asked: ${found.reason}.`);
    return;
  }
  const instead = found.kind === "missing" ? "there is no such key" : `it says ${found.value}`;
  throw new Error(
    `The key "active" was written to lead to ${wanted}, but ${instead}. Viewers are not served what was declared. ` +
      "Write it again: pulumi up --refresh",
  );
};
