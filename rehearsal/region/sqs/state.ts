import type { MessageAttributeValue } from "@aws-sdk/client-sqs";

/** A message of a queue. */
export interface MessageRecord {
  readonly messageId: string;
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly sentAt: number;
  /** Nobody receives it before, epoch milliseconds. */
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt?: number;
  /** What the last receive gave; every receive gives another one. */
  readonly receiptHandle?: string;
  readonly lastReceivedAt?: number;
}

/** A standard queue. */
export interface QueueRecord {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly queueName: string;
  /** As SetQueueAttributes takes them, defaults filled in. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Oldest first. */
  readonly messages: readonly MessageRecord[];
}

/** What the region remembers of SQS: queues by URL. */
export interface SqsState {
  readonly queues: Readonly<Record<string, QueueRecord>>;
}

/** A region in which nobody has used SQS yet. */
export const emptySqsState: SqsState = { queues: {} };
