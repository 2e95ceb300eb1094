import type { GetQueueAttributesCommandOutput } from "@aws-sdk/client-sqs";
import { unlessRefused } from "../../aws-calls";
import type { LiveContext, LiveType } from "../../live-type";
import { type Properties, textIn } from "../../properties";

const notFound = ["QueueDoesNotExist"];

/** `aws.sqs.QueuePolicy`: an attribute of its queue. */
export const queuePolicy: LiveType = {
  create: async (inputs, { send }) => {
    await put(inputs, send);
    return { id: textIn(inputs, "queueUrl") ?? "", outputs: {} };
  },
  read: async ({ id }, { send }) => {
    const request = send<GetQueueAttributesCommandOutput>("sqs", "GetQueueAttributes", {
      QueueUrl: id,
      AttributeNames: ["Policy"],
    });
    const policy = (await unlessRefused(request, notFound))?.Attributes?.Policy;
    return policy === undefined ? undefined : { id, outputs: {}, inputs: { policy } };
  },
  update: async ({ news }, { send }) => {
    await put(news, send);
    return {};
  },
  delete: async ({ id }, { send }) => {
    const input = { QueueUrl: id, Attributes: { Policy: "" } };
    await unlessRefused(send("sqs", "SetQueueAttributes", input), notFound);
  },
};

const put = async (inputs: Properties, send: LiveContext["send"]): Promise<void> => {
  const Attributes = { Policy: textIn(inputs, "policy") };
  await send("sqs", "SetQueueAttributes", { QueueUrl: textIn(inputs, "queueUrl"), Attributes });
};
