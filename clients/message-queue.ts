import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

/** A message as a worker gets it. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Names this delivery of the message. */
  readonly receiptHandle: string;
}

/** How messages are received. */
export interface ReceiveOptions {
  /** 1 to 10. */
  readonly most: number;
  readonly waitSeconds: number;
  /** How long nobody else gets them. */
  readonly hiddenSeconds: number;
}

/** The queue that a worker consumes. */
export interface MessageQueue {
  receive(options: ReceiveOptions): Promise<readonly QueueMessage[]>;
  delete(receiptHandle: string): Promise<void>;
  /** Lets the message be received again after so many seconds. */
  giveBack(receiptHandle: string, seconds: number): Promise<void>;
}

/** A queue of SQS. */
export const createMessageQueue = (client: Pick<SQSClient, "send">, QueueUrl: string): MessageQueue => ({
  receive: async ({ most, waitSeconds, hiddenSeconds }) => {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: most,
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: hiddenSeconds,
      MessageAttributeNames: ["All"],
    });
    const { Messages = [] } = await client.send(command);
    return Messages.map(({ MessageId = "", Body = "", ReceiptHandle = "", MessageAttributes = {} }) => ({
      id: MessageId,
      body: Body,
      attributes: Object.fromEntries(
        Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
          StringValue === undefined ? [] : [[name, StringValue]],
        ),
      ),
      receiptHandle: ReceiptHandle,
    }));
  },
  delete: async (receiptHandle) => {
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receiptHandle }));
  },
  giveBack: async (receiptHandle, seconds) => {
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds }),
    );
  },
});
