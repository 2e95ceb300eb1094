import type {
  CreateQueueCommandInput,
  CreateQueueCommandOutput,
  GetQueueAttributesCommandOutput,
} from "@aws-sdk/client-sqs";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveResource, type LiveType } from "../../live-type";
import { type Properties, textIn } from "../../properties";
import { tagMapOf } from "../tag-map";
import { tagChange } from "../tags";

const notFound = ["QueueDoesNotExist"];

/** What the provider calls SQS's attributes. */
const attributeNames: Readonly<Record<string, string>> = {
  delaySeconds: "DelaySeconds",
  kmsMasterKeyId: "KmsMasterKeyId",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  policy: "Policy",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redriveAllowPolicy: "RedriveAllowPolicy",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  visibilityTimeoutSeconds: "VisibilityTimeout",
};

/** `aws.sqs.Queue`; FIFO queues are refused by the region. */
export const queue: LiveType = {
  create: async (inputs, context) => {
    const input: CreateQueueCommandInput = {
      QueueName: textIn(inputs, "name"),
      Attributes: attributesOf(inputs),
      tags: tagMapOf(inputs),
    };
    const { QueueUrl = "" } = await context.send<CreateQueueCommandOutput>("sqs", "CreateQueue", input);
    context.keep({ id: QueueUrl, outputs: { url: QueueUrl } });
    return (await find(QueueUrl, context)) ?? { id: QueueUrl, outputs: { url: QueueUrl } };
  },
  read: ({ id }, context) => find(id, context),
  update: async (change, { send }) => {
    const { id, olds, news } = change;
    if (hasChanged(change, Object.keys(attributeNames))) {
      const Attributes = { ...emptied(attributesOf(olds)), ...attributesOf(news) };
      await send("sqs", "SetQueueAttributes", { QueueUrl: id, Attributes });
    }
    const { set, removedKeys } = tagChange(olds, news);
    if (removedKeys.length > 0) await send("sqs", "UntagQueue", { QueueUrl: id, TagKeys: removedKeys });
    if (set.length > 0) await send("sqs", "TagQueue", { QueueUrl: id, Tags: tagMapOf(news) });
    return {};
  },
  delete: async ({ id }, { send }) => {
    await unlessRefused(send("sqs", "DeleteQueue", { QueueUrl: id }), notFound);
  },
};

const attributesOf = (inputs: Properties): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributeNames).flatMap(([property, attribute]) => {
      const value = textIn(inputs, property);
      return value === undefined ? [] : [[attribute, value]];
    }),
  );

/** Only texts can be taken away; a number that is left out keeps what it was. */
const emptied = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.keys(attributes)
      .filter((name) => name.endsWith("Policy"))
      .map((name) => [name, ""]),
  );

const find = async (url: string, { send }: LiveContext): Promise<LiveResource | undefined> => {
  const request = send<GetQueueAttributesCommandOutput>("sqs", "GetQueueAttributes", {
    QueueUrl: url,
    AttributeNames: ["All"],
  });
  const found = await unlessRefused(request, notFound);
  return found && { id: url, outputs: { arn: found.Attributes?.QueueArn, url } };
};
