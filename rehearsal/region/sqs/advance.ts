import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { putMessages } from "./queue-records";
import type { QueueRecord } from "./state";

/** What time alone changes in SQS: messages that are older than their queue keeps them are gone. */
export const advanceSqs = (state: RegionState, context: CallContext): RegionState =>
  Object.values(state.sqs.queues).reduce((current, queue) => expire(current, queue, context), state);

const expire = (state: RegionState, queue: QueueRecord, { now }: CallContext): RegionState => {
  const retentionMs = Number(queue.attributes["MessageRetentionPeriod"]) * 1000;
  const kept = queue.messages.filter(({ sentAt }) => now - sentAt <= retentionMs);
  return kept.length === queue.messages.length ? state : putMessages(state, queue, kept);
};
