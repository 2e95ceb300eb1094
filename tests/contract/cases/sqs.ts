import { setTimeout as sleep } from "node:timers/promises";
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import type { AwsUnderTest } from "../aws-under-test";
import { both, type ContractCase, refusal } from "../contract-case";

const queue = async ({ sqs }: AwsUnderTest, QueueName: string, Attributes = {}): Promise<string> =>
  (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";

const send = ({ sqs }: AwsUnderTest, QueueUrl: string, MessageBody: string, rest: object = {}) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...rest }));

const receive = async ({ sqs }: AwsUnderTest, QueueUrl: string, rest: object = {}): Promise<readonly Message[]> => {
  const MessageSystemAttributeNames = ["All" as const];
  const input = { QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames, ...rest };
  return (await sqs.send(new ReceiveMessageCommand(input))).Messages ?? [];
};

const bodies = (messages: readonly Message[]): unknown => messages.map(({ Body }) => Body).sort();

const attributeOf = async ({ sqs }: AwsUnderTest, QueueUrl: string, name: "QueueArn"): Promise<string> =>
  (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }))).Attributes?.[name] ?? "";

/** Milliseconds; two seconds are time enough for the calls before, on a machine that is busy. */
const beyondTwoSeconds = 2300;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/ */
export const sqsCases: readonly ContractCase[] = [
  {
    name: "a received message is hidden and comes back when its timeout ends, counted",
    run: async (aws) => {
      const url = await queue(aws, "visibility", { VisibilityTimeout: "2" });
      await send(aws, url, "drain");
      const first = await receive(aws, url);
      const hidden = await receive(aws, url);
      await sleep(beyondTwoSeconds);
      const again = await receive(aws, url);
      const counts = [first, again].map((messages) =>
        messages.map(({ Attributes }) => Attributes?.ApproximateReceiveCount),
      );
      return [bodies(first), bodies(hidden), bodies(again), counts];
    },
    emulators: both,
  },
  {
    name: "a visibility timeout of zero gives a message back at once",
    run: async (aws) => {
      const url = await queue(aws, "give-back");
      await send(aws, url, "drain");
      const [message] = await receive(aws, url);
      await aws.sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout: 0,
        }),
      );
      return bodies(await receive(aws, url));
    },
    emulators: both,
  },
  {
    name: "a message is hidden longer than its queue says",
    run: async (aws) => {
      const url = await queue(aws, "hide-longer", { VisibilityTimeout: "2" });
      await send(aws, url, "drain");
      const [message] = await receive(aws, url);
      await aws.sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout: 60,
        }),
      );
      await sleep(beyondTwoSeconds);
      return bodies(await receive(aws, url));
    },
    emulators: both,
  },
  {
    name: "nobody hides a message longer than twelve hours",
    run: async (aws) => {
      const url = await queue(aws, "hide-too-long");
      await send(aws, url, "drain");
      const [message] = await receive(aws, url);
      return refusal(
        aws.sqs.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: url,
            ReceiptHandle: message?.ReceiptHandle,
            VisibilityTimeout: 43_201,
          }),
        ),
      );
    },
    emulators: {
      ministack: { differs: "MiniStack has no limit; AWS 43,200 s (API_ChangeMessageVisibility.html)" },
      moto: "agrees",
    },
  },
  {
    name: "a message that was received too often goes to the dead-letter queue",
    run: async (aws) => {
      const dead = await queue(aws, "dead");
      const deadLetterTargetArn = await attributeOf(aws, dead, "QueueArn");
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
      const url = await queue(aws, "redrive", { RedrivePolicy });
      await send(aws, url, "junk");
      const received: unknown[] = [];
      for (let count = 0; count < 3; count += 1) {
        received.push(bodies(await receive(aws, url, { VisibilityTimeout: 0 })));
        await sleep(50);
      }
      return [received, bodies(await receive(aws, dead))];
    },
    emulators: both,
  },
  {
    name: "a batch's entries succeed or fail for themselves",
    run: async (aws) => {
      const url = await queue(aws, "batch");
      const Entries = [
        { Id: "a", MessageBody: "1" },
        { Id: "b", MessageBody: "2" },
      ];
      const sent = await aws.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
      const messages = await receive(aws, url);
      const handles = messages.map(({ ReceiptHandle }, index) => ({ Id: `m${index}`, ReceiptHandle }));
      const hidden = await aws.sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: url,
          Entries: handles.map((entry) => ({ ...entry, VisibilityTimeout: 30 })),
        }),
      );
      const deleted = await aws.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: handles }));
      const ids = (list: readonly { Id?: string | undefined }[] | undefined): unknown => list?.map(({ Id }) => Id);
      return [ids(sent.Successful), bodies(messages), ids(hidden.Successful), ids(deleted.Successful)];
    },
    emulators: both,
  },
  {
    name: "a batch has one to ten entries",
    run: async (aws) => {
      const url = await queue(aws, "batch-size");
      const sendAll = (count: number) =>
        refusal(
          aws.sqs.send(
            new SendMessageBatchCommand({
              QueueUrl: url,
              Entries: Array.from({ length: count }, (_, index) => ({ Id: `m${index}`, MessageBody: "x" })),
            }),
          ),
        );
      return [await sendAll(0), await sendAll(10), await sendAll(11)];
    },
    emulators: both,
  },
  {
    name: "a batch's ids are distinct",
    run: async (aws) => {
      const url = await queue(aws, "batch-ids");
      const Entries = [
        { Id: "a", MessageBody: "1" },
        { Id: "a", MessageBody: "2" },
      ];
      return refusal(aws.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries })));
    },
    emulators: both,
  },
  {
    name: "a receive asks for one to ten messages",
    run: async (aws) => {
      const url = await queue(aws, "receive-size");
      const ask = (MaxNumberOfMessages: number) => refusal(receive(aws, url, { MaxNumberOfMessages }));
      return [await ask(0), await ask(1), await ask(10), await ask(11)];
    },
    emulators: both,
  },
  {
    name: "a message is deleted by its handle, and carries its attributes",
    run: async (aws) => {
      const url = await queue(aws, "delete", { VisibilityTimeout: "0" });
      const MessageAttributes = { reason: { DataType: "String", StringValue: "not-json" } };
      const sent = await send(aws, url, "junk", { MessageAttributes });
      const [message] = await receive(aws, url, { MessageAttributeNames: ["All"] });
      await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
      const reason = message?.MessageAttributes?.["reason"]?.StringValue;
      return [sent.MD5OfMessageBody === message?.MD5OfBody, reason, bodies(await receive(aws, url))];
    },
    emulators: both,
  },
  {
    name: "a delayed message comes later",
    run: async (aws) => {
      const url = await queue(aws, "delay");
      await send(aws, url, "later", { DelaySeconds: 2 });
      const early = bodies(await receive(aws, url));
      await sleep(beyondTwoSeconds);
      return [early, bodies(await receive(aws, url))];
    },
    emulators: both,
  },
  {
    name: "an empty message is refused",
    run: async (aws) => refusal(send(aws, await queue(aws, "empty"), "")),
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto takes it; AWS wants one character (API_SendMessage.html, MessageBody)" },
    },
  },
  {
    name: "a queue's attributes change and are read back",
    run: async (aws) => {
      const url = await queue(aws, "attributes", { VisibilityTimeout: "35" });
      await aws.sqs.send(
        new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { MessageRetentionPeriod: "1209600" } }),
      );
      const { Attributes = {} } = await aws.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
      );
      const { VisibilityTimeout, MessageRetentionPeriod, DelaySeconds, ReceiveMessageWaitTimeSeconds } = Attributes;
      return { VisibilityTimeout, MessageRetentionPeriod, DelaySeconds, ReceiveMessageWaitTimeSeconds };
    },
    emulators: both,
  },
  {
    name: "an attribute out of its range is refused",
    run: (aws) => refusal(queue(aws, "bad-attribute", { VisibilityTimeout: "43201" })),
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto takes any; AWS 0 to 43,200 s (API_SetQueueAttributes.html, VisibilityTimeout)" },
    },
  },
  {
    name: "a queue that is made again as it is, is the same",
    run: async (aws) => {
      const first = await queue(aws, "same");
      return (await queue(aws, "same")) === first;
    },
    emulators: both,
  },
  {
    name: "a queue that is made again otherwise is refused",
    run: async (aws) => {
      await queue(aws, "other", { VisibilityTimeout: "10" });
      return refusal(queue(aws, "other", { VisibilityTimeout: "20" }));
    },
    emulators: both,
  },
  {
    name: "a queue that isn't there can't be found or used",
    run: async (aws) => {
      const url = await queue(aws, "to-delete");
      await aws.sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
      return [
        await refusal(aws.sqs.send(new GetQueueUrlCommand({ QueueName: "to-delete" }))),
        await refusal(send(aws, url, "x")),
        await refusal(receive(aws, url)),
      ];
    },
    emulators: both,
  },
  {
    name: "a queue's tags are added and removed",
    run: async (aws) => {
      const QueueUrl = await queue(aws, "tagged");
      await aws.sqs.send(new TagQueueCommand({ QueueUrl, Tags: { a: "1", b: "2" } }));
      await aws.sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["a"] }));
      return (await aws.sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags;
    },
    emulators: both,
  },
];
