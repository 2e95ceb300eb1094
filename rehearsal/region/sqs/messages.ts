import { createHash } from "node:crypto";
import type {
  ChangeMessageVisibilityCommandInput,
  DeleteMessageCommandInput,
  Message,
  ReceiveMessageCommandInput,
  SendMessageCommandInput,
} from "@aws-sdk/client-sqs";
import { AwsError, type CallContext, type Operation } from "../operation";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import { redriveOf } from "./queue-attributes";
import { findQueueByArn, putMessages, queueOf } from "./queue-records";
import type { MessageRecord, QueueRecord } from "./state";

/** From a receive on nobody hides a message longer. Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html */
const longestInvisibilitySeconds = 43_200;

/** Puts a message into a queue. */
export const sendMessage: Operation<SendMessageCommandInput> = (state, input, context) => {
  const { now, random } = context;
  const queue = queueOf(state, input.QueueUrl);
  const body = input.MessageBody ?? "";
  requireBody(queue, body);
  const delaySeconds = input.DelaySeconds ?? Number(queue.attributes["DelaySeconds"]);
  const message: MessageRecord = {
    messageId: [8, 4, 4, 4, 12].map((digits) => randomHex(random, digits)).join("-"),
    body,
    messageAttributes: input.MessageAttributes ?? {},
    sentAt: now,
    visibleAt: now + delaySeconds * 1000,
    receiveCount: 0,
  };
  return {
    state: putMessages(state, queue, [...queue.messages, message]),
    output: { MessageId: message.messageId, MD5OfMessageBody: md5(body) },
  };
};

const requireBody = ({ attributes }: QueueRecord, body: string): void => {
  if (body === "") throw new AwsError("MissingParameter", "The request must contain the parameter MessageBody.");
  const most = Number(attributes["MaximumMessageSize"]);
  const size = Buffer.byteLength(body);
  if (size > most) {
    throw new AwsError(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes, got ${size}.`,
    );
  }
};

/**
 * Gives at most 10 messages that are visible now and hides them; waiting for one is the region's. A message that was received as often
 * as the redrive policy allows goes to the dead-letter queue instead.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export const receiveMessage: Operation<ReceiveMessageCommandInput> = (state, input, context) => {
  const most = input.MaxNumberOfMessages ?? 1;
  if (most < 1 || most > 10) {
    throw new AwsError("InvalidParameterValue", `MaxNumberOfMessages is ${most}: use 1 to 10.`);
  }
  const redriven = redrive(state, queueOf(state, input.QueueUrl), context.now);
  const queue = queueOf(redriven, input.QueueUrl);
  const hiddenSeconds = input.VisibilityTimeout ?? Number(queue.attributes["VisibilityTimeout"]);
  const visible = queue.messages.filter(({ visibleAt }) => visibleAt <= context.now).slice(0, most);
  const received = new Map(visible.map((message) => [message.messageId, receive(message, hiddenSeconds, context)]));
  const messages = queue.messages.map((message) => received.get(message.messageId) ?? message);
  return {
    state: putMessages(redriven, queue, messages),
    output: { Messages: [...received.values()].map((message) => describe(message, context)) },
  };
};

const receive = (message: MessageRecord, hiddenSeconds: number, { now, random }: CallContext): MessageRecord => ({
  ...message,
  visibleAt: now + hiddenSeconds * 1000,
  receiveCount: message.receiveCount + 1,
  firstReceivedAt: message.firstReceivedAt ?? now,
  lastReceivedAt: now,
  receiptHandle: randomHex(random, 64),
});

const redrive = (state: RegionState, queue: QueueRecord, now: number): RegionState => {
  const policy = redriveOf(queue.attributes);
  const deadLetterQueue = findQueueByArn(state, policy?.deadLetterTargetArn);
  if (policy === undefined || deadLetterQueue === undefined) return state;
  const isSpent = ({ receiveCount, visibleAt }: MessageRecord): boolean =>
    receiveCount >= policy.maxReceiveCount && visibleAt <= now;
  const spent = queue.messages.filter(isSpent);
  if (spent.length === 0) return state;
  const kept = queue.messages.filter((message) => !isSpent(message));
  const buried = putMessages(state, deadLetterQueue, [...deadLetterQueue.messages, ...spent]);
  return putMessages(buried, queue, kept);
};

const describe = (message: MessageRecord, { accountId }: CallContext): Message => ({
  MessageId: message.messageId,
  ReceiptHandle: message.receiptHandle,
  Body: message.body,
  MD5OfBody: md5(message.body),
  // All of them, whichever were asked for: nobody is misled by one more.
  Attributes: {
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    SenderId: accountId,
    SentTimestamp: String(message.sentAt),
  },
  MessageAttributes: { ...message.messageAttributes },
});

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

/** Deletes by the handle of the last receive; an older handle is accepted and changes nothing. */
export const deleteMessage: Operation<DeleteMessageCommandInput> = (state, input) => {
  const queue = queueOf(state, input.QueueUrl);
  const kept = queue.messages.filter(({ receiptHandle }) => receiptHandle !== input.ReceiptHandle);
  return { state: putMessages(state, queue, kept), output: {} };
};

/**
 * Hides a message that is in flight for so long from now on, or shows it again.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 */
export const changeMessageVisibility: Operation<ChangeMessageVisibilityCommandInput> = (state, input, { now }) => {
  const queue = queueOf(state, input.QueueUrl);
  const message = queue.messages.find(({ receiptHandle }) => receiptHandle === input.ReceiptHandle);
  if (message === undefined || input.ReceiptHandle === undefined) {
    throw new AwsError(
      "InvalidParameterValue",
      "Value for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.",
    );
  }
  if (message.visibleAt <= now) throw new AwsError("MessageNotInflight", "The message referred to isn't in flight.");
  const visibleAt = now + requireTimeout(input.VisibilityTimeout, message, now) * 1000;
  const messages = queue.messages.map((other) => (other === message ? { ...message, visibleAt } : other));
  return { state: putMessages(state, queue, messages), output: {} };
};

const requireTimeout = (seconds: number | undefined, { lastReceivedAt = 0 }: MessageRecord, now: number): number => {
  const most = longestInvisibilitySeconds - Math.ceil((now - lastReceivedAt) / 1000);
  if (seconds !== undefined && seconds >= 0 && seconds <= most) return seconds;
  throw new AwsError(
    "InvalidParameterValue",
    `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: use 0 to ${most} seconds (12 hours from the receive).`,
  );
};
