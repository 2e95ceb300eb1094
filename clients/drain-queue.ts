import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Retry } from "./drain-retry";

/** Where the function's messages come from and where hopeless ones go. */
export interface DrainQueueUrls {
  readonly queueUrl: string;
  /** Nothing is triggered by this one, so sending to it can't loop. */
  readonly deadLetterQueueUrl: string;
}

/** The queue whose messages are our drains: an unfinished drain is a message that comes back. */
export interface DrainQueue {
  /** Hides a message for a while; it comes back because the function reports it as failed. */
  hide(receiptHandle: string, seconds: number): Promise<void>;
  /** Dead-letters a message that no retry can help, with the reason beside it. */
  bury(body: string, reason: string): Promise<void>;
}

/** The drain queue through the SQS API. */
export const createDrainQueue = (
  sqs: Pick<SQSClient, "send">,
  retry: Retry,
  { queueUrl, deadLetterQueueUrl }: DrainQueueUrls,
): DrainQueue => ({
  hide: async (receiptHandle, seconds) => {
    await retry(() =>
      sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      ),
    );
  },
  bury: async (body, reason) => {
    await retry(() =>
      sqs.send(
        new SendMessageCommand({
          QueueUrl: deadLetterQueueUrl,
          MessageBody: body,
          MessageAttributes: { reason: { DataType: "String", StringValue: reason } },
        }),
      ),
    );
  },
});
