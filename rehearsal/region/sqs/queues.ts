import type {
  CreateQueueCommandInput,
  DeleteQueueCommandInput,
  GetQueueAttributesCommandInput,
  GetQueueUrlCommandInput,
  ListQueueTagsCommandInput,
  SetQueueAttributesCommandInput,
  TagQueueCommandInput,
  UntagQueueCommandInput,
} from "@aws-sdk/client-sqs";
import { AwsError, type Operation } from "../operation";
import { changeAttributes, defaultAttributes } from "./queue-attributes";
import { putQueue, queueOf } from "./queue-records";
import type { QueueRecord } from "./state";

/** Creates a standard queue; the same name with the same attributes answers the queue that is there. */
export const createQueue: Operation<CreateQueueCommandInput> = (state, input, { accountId, region, now }) => {
  const queueName = input.QueueName ?? "";
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(queueName)) {
    throw new AwsError(
      "InvalidParameterValue",
      `Queue name ${JSON.stringify(queueName)} is not allowed: use 1 to 80 letters, digits, _ or - (FIFO queues are not modelled).`,
    );
  }
  const queueUrl = `https://sqs.${region}.amazonaws.com/${accountId}/${queueName}`;
  const attributes = changeAttributes(defaultAttributes, input.Attributes);
  const existing = state.sqs.queues[queueUrl];
  if (existing !== undefined) {
    requireSameAttributes(existing, input.Attributes ?? {});
    return { state, output: { QueueUrl: queueUrl } };
  }
  const queue: QueueRecord = {
    queueUrl,
    queueArn: `arn:aws:sqs:${region}:${accountId}:${queueName}`,
    queueName,
    attributes,
    tags: input.tags ?? {},
    createdAt: now,
    updatedAt: now,
    messages: [],
  };
  return { state: putQueue(state, queue), output: { QueueUrl: queueUrl } };
};

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const requireSameAttributes = ({ attributes }: QueueRecord, asked: Readonly<Record<string, string>>): void => {
  const different = Object.keys(asked).find((name) => attributes[name] !== asked[name]);
  if (different === undefined) return;
  throw new AwsError(
    "QueueNameExists",
    `A queue already exists with the same name and a different value for attribute ${different}`,
  );
};

/** The URL of a queue of this account. */
export const getQueueUrl: Operation<GetQueueUrlCommandInput> = (state, { QueueName }, { accountId }) => ({
  state,
  output: { QueueUrl: queueOf(state, `${accountId}/${QueueName}`).queueUrl },
});

/** The attributes that were asked for, none by default. */
export const getQueueAttributes: Operation<GetQueueAttributesCommandInput> = (state, input, { now }) => {
  const attributes = describe(queueOf(state, input.QueueUrl), now);
  const names: readonly string[] = input.AttributeNames ?? [];
  const isAsked = (name: string): boolean => names.includes("All") || names.includes(name);
  const asked = Object.entries(attributes).filter(([name]) => isAsked(name));
  return { state, output: { Attributes: Object.fromEntries(asked) } };
};

/** Changes attributes, at once; AWS takes up to a minute. */
export const setQueueAttributes: Operation<SetQueueAttributesCommandInput> = (state, input, { now }) => {
  const queue = queueOf(state, input.QueueUrl);
  const attributes = changeAttributes(queue.attributes, input.Attributes);
  return { state: putQueue(state, { ...queue, attributes, updatedAt: now }), output: {} };
};

/** Deletes a queue with its messages. */
export const deleteQueue: Operation<DeleteQueueCommandInput> = (state, input) => {
  const { [queueOf(state, input.QueueUrl).queueUrl]: _deleted, ...queues } = state.sqs.queues;
  return { state: { ...state, sqs: { queues } }, output: {} };
};

/** The tags of a queue. */
export const listQueueTags: Operation<ListQueueTagsCommandInput> = (state, input) => ({
  state,
  output: { Tags: queueOf(state, input.QueueUrl).tags },
});

/** Adds or replaces tags. */
export const tagQueue: Operation<TagQueueCommandInput> = (state, input) => {
  const queue = queueOf(state, input.QueueUrl);
  return { state: putQueue(state, { ...queue, tags: { ...queue.tags, ...input.Tags } }), output: {} };
};

/** Removes tags by key. */
export const untagQueue: Operation<UntagQueueCommandInput> = (state, input) => {
  const queue = queueOf(state, input.QueueUrl);
  const kept = Object.entries(queue.tags).filter(([key]) => !(input.TagKeys ?? []).includes(key));
  return { state: putQueue(state, { ...queue, tags: Object.fromEntries(kept) }), output: {} };
};

/** Source of the counts: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
const describe = (queue: QueueRecord, now: number): Readonly<Record<string, string>> => {
  const hidden = queue.messages.filter(({ visibleAt }) => visibleAt > now);
  const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0);
  return {
    ...queue.attributes,
    QueueArn: queue.queueArn,
    ApproximateNumberOfMessages: String(queue.messages.length - hidden.length),
    ApproximateNumberOfMessagesDelayed: String(delayed.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed.length),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.updatedAt / 1000)),
  };
};
