import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { MessageQueue, QueueMessage } from "../clients/message-queue";
import type { RecordAnswer, WorkerTable } from "../clients/worker-table";
import { errorText } from "../cutover/error-text";
import { leaseKey, messageKey } from "./plan-keys";
import type { WorkerSettings } from "./worker-environment";

/** What a handler may want to know besides the message. */
export interface Delivery {
  /** By which the lease is held: a system that keeps the highest fence it saw can refuse late requests. */
  readonly fence: number;
  /** Aborted when the handler has taken too long. */
  readonly signal: AbortSignal;
}

/** What a handler's work comes to, as far as it is kept in DynamoDB: written once, with the record of the message. */
export type Effect = readonly TransactWriteItem[];

/** Works on a message. Throwing gives it back. */
export type Handle = (message: QueueMessage, delivery: Delivery) => Promise<Effect | undefined>;

/** What settling a message takes. */
export interface Settling extends Pick<WorkerSettings, "color" | "service"> {
  readonly table: Pick<WorkerTable, "isDone" | "record">;
  readonly queue: Pick<MessageQueue, "delete" | "giveBack">;
  readonly handle: Handle;
  /** The fence now; undefined once this task holds nothing. */
  readonly fence: () => number | undefined;
  /** What makes two messages the same. */
  readonly idOf: (message: QueueMessage) => string;
  /** How long a message's record is kept. */
  readonly retentionSeconds: number;
  readonly handlerTimeoutSeconds: number;
  /** Epoch milliseconds. */
  readonly date: () => number;
}

/** What became of a delivery. */
export type Settled =
  | { readonly kind: RecordAnswer | "no-lease" }
  | { readonly kind: "failed"; readonly problem: string };

/** Until a message is tried again whose handler failed. Seconds. */
const retrySeconds = 10;

/** Handles a message, records its effect once and for all, and deletes it; otherwise gives it back. Never throws. */
export const settleMessage = async (message: QueueMessage, settling: Settling): Promise<Settled> => {
  const { queue } = settling;
  try {
    const kind = await work(message, settling);
    if (kind === "recorded" || kind === "done-before") await queue.delete(message.receiptHandle);
    else await queue.giveBack(message.receiptHandle, 0);
    return { kind };
  } catch (error) {
    // What can't be given back comes back by itself.
    await queue.giveBack(message.receiptHandle, retrySeconds).catch(() => undefined);
    return { kind: "failed", problem: errorText(error) };
  }
};

const work = async (message: QueueMessage, settling: Settling): Promise<RecordAnswer | "no-lease"> => {
  const { table, service, color, fence, handle, handlerTimeoutSeconds } = settling;
  const key = messageKey(service, settling.idOf(message));
  const before = fence();
  if (before === undefined) return "no-lease";
  if (await table.isDone(key)) return "done-before";
  const signal = AbortSignal.timeout(handlerTimeoutSeconds * 1000);
  const writes = (await handle(message, { fence: before, signal })) ?? [];
  const after = fence();
  if (after === undefined) return "no-lease";
  const expires = Math.ceil(settling.date() / 1000) + settling.retentionSeconds;
  return table.record({ leaseKey: leaseKey(service), messageKey: key, color, fence: after, expires, writes });
};
