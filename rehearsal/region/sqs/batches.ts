import type {
  BatchResultErrorEntry,
  ChangeMessageVisibilityBatchCommandInput,
  DeleteMessageBatchCommandInput,
  SendMessageBatchCommandInput,
} from "@aws-sdk/client-sqs";
import { AwsError, type CallContext, type Operation } from "../operation";
import type { RegionState } from "../state";
import { changeMessageVisibility, deleteMessage, sendMessage } from "./messages";

interface Entry {
  readonly Id: string | undefined;
}

interface Batch {
  readonly QueueUrl: string | undefined;
  readonly Entries: readonly Entry[] | undefined;
}

/** At most 10 messages in one call; each succeeds or fails for itself. */
export const sendMessageBatch: Operation<SendMessageBatchCommandInput> = (state, input, context) =>
  inTurn(state, { batch: input, operation: sendMessage, context });

/** At most 10 messages in one call. */
export const deleteMessageBatch: Operation<DeleteMessageBatchCommandInput> = (state, input, context) =>
  inTurn(state, { batch: input, operation: deleteMessage, context });

/** At most 10 messages in one call. */
export const changeMessageVisibilityBatch: Operation<ChangeMessageVisibilityBatchCommandInput> = (
  state,
  input,
  context,
) => inTurn(state, { batch: input, operation: changeMessageVisibility, context });

const inTurn = (
  state: RegionState,
  {
    batch,
    operation,
    context,
  }: { readonly batch: Batch; readonly operation: Operation; readonly context: CallContext },
) => {
  const entries = requireEntries(batch.Entries);
  const successful: object[] = [];
  const failed: BatchResultErrorEntry[] = [];
  let current = state;
  for (const { Id, ...entry } of entries) {
    try {
      const single = { ...entry, QueueUrl: batch.QueueUrl };
      const done = operation(current, single as never, context);
      current = done.state;
      successful.push({ Id, ...done.output });
    } catch (error) {
      if (!(error instanceof AwsError) || error.code === "QueueDoesNotExist") throw error;
      failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { state: current, output: { Successful: successful, Failed: failed } };
};

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html (errors) */
const requireEntries = (entries: readonly Entry[] = []): readonly Entry[] => {
  if (entries.length === 0) {
    throw new AwsError("EmptyBatchRequest", "There should be at least one entry in the request.");
  }
  if (entries.length > 10) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
  }
  return entries;
};
