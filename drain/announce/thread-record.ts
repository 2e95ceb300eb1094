import type { DrainEvent } from "../drain-event";

/** What is remembered about an instance's thread. */
export interface ThreadRecord {
  /** The kind of event that opened it. */
  readonly openedBy: DrainEvent["kind"];
  /** Epoch milliseconds. */
  readonly openedAt: number;
  /** How opening went: `posting` while somebody is at it, `unknown` where Slack may or may not have the message. */
  readonly opening: "posting" | "posted" | "refused" | "unknown";
  /** Slack's name for the first message, once it is posted. */
  readonly ts?: string;
  /** As a container instance; absent where ECS didn't know it or didn't say. */
  readonly containerInstanceArn?: string;
}

/** The text that is kept of a record. */
export const formatThreadRecord = (record: ThreadRecord): string => JSON.stringify(record);

/** Reads what {@link formatThreadRecord} wrote: nobody else writes there. */
export const parseThreadRecord = (text: string): ThreadRecord => JSON.parse(text) as ThreadRecord;
