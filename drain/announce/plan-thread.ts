import type { DrainEvent } from "../drain-event";
import type { ThreadRecord } from "./thread-record";

/** What a visit does about an instance's thread, before it looks for the end. */
export type ThreadPlan =
  /** Nobody has told anything yet. */
  | { readonly kind: "open" }
  /** Too old to be news, and nobody told it: a duplicate whose record is gone, or the function was down for long. */
  | { readonly kind: "drop"; readonly reason: "too-late" }
  /** Another invocation is posting the first message. */
  | { readonly kind: "wait"; readonly delaySeconds: number }
  /** Whoever was posting never came back. */
  | { readonly kind: "give-up-opening" }
  /** The thread is there, and this kind of event may be new to it. */
  | { readonly kind: "add" }
  /** Everything was told but the end. */
  | { readonly kind: "follow" };

/** Decides on a thread at `now`, epoch milliseconds. */
export const planThread = (event: DrainEvent, record: ThreadRecord | undefined, now: number): ThreadPlan => {
  if (record === undefined)
    return now - event.at > newsMilliseconds ? { kind: "drop", reason: "too-late" } : { kind: "open" };
  if (record.opening === "posting")
    return now - record.openedAt > postingMilliseconds
      ? { kind: "give-up-opening" }
      : { kind: "wait", delaySeconds: openingDelaySeconds };
  return record.openedBy === event.kind ? { kind: "follow" } : { kind: "add" };
};

/** An hour. */
const newsMilliseconds = 3_600_000;
/** Twice the longest that the function runs. */
const postingMilliseconds = 60_000;
/** Three tries take eleven seconds at most. */
const openingDelaySeconds = 5;
