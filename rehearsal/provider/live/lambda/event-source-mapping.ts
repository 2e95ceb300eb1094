import type { CreateEventSourceMappingRequest, EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import { unlessRefused } from "../../aws-calls";
import type { LiveResource, LiveType } from "../../live-type";
import { flagIn, numberIn, objectIn, type Properties, textIn, textsIn } from "../../properties";
import { tagMapOf } from "../tag-map";

const notFound = ["ResourceNotFoundException"];

/** `aws.lambda.EventSourceMapping` of a queue. */
export const eventSourceMapping: LiveType = {
  create: async (inputs, { send, region, askAccountId }) => {
    const input = { ...configOf(inputs), EventSourceArn: textIn(inputs, "eventSourceArn"), Tags: tagMapOf(inputs) };
    const created = await send<EventSourceMappingConfiguration>("lambda", "CreateEventSourceMapping", input);
    return toResource(created, { region, accountId: await askAccountId() });
  },
  read: async ({ id }, { send, region, askAccountId }) => {
    const request = send<EventSourceMappingConfiguration>("lambda", "GetEventSourceMapping", { UUID: id });
    const found = await unlessRefused(request, notFound);
    return found && toResource(found, { region, accountId: await askAccountId() });
  },
  update: async ({ id, news }, { send }) => {
    await send("lambda", "UpdateEventSourceMapping", { UUID: id, ...configOf(news) });
    return {};
  },
  delete: async ({ id }, { send }) => {
    await unlessRefused(send("lambda", "DeleteEventSourceMapping", { UUID: id }), notFound);
  },
};

const configOf = (inputs: Properties): Omit<CreateEventSourceMappingRequest, "EventSourceArn"> => {
  const MaximumConcurrency = numberIn(objectIn(inputs, "scalingConfig"), "maximumConcurrency");
  return {
    FunctionName: textIn(inputs, "functionName"),
    BatchSize: numberIn(inputs, "batchSize"),
    Enabled: flagIn(inputs, "enabled") ?? true,
    FunctionResponseTypes: textsIn(inputs, "functionResponseTypes") as "ReportBatchItemFailures"[] | undefined,
    MaximumBatchingWindowInSeconds: numberIn(inputs, "maximumBatchingWindowInSeconds"),
    ...(MaximumConcurrency === undefined ? {} : { ScalingConfig: { MaximumConcurrency } }),
  };
};

const toResource = (
  found: EventSourceMappingConfiguration,
  { region, accountId }: { readonly region: string; readonly accountId: string },
): LiveResource => ({
  id: found.UUID ?? "",
  outputs: {
    arn: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${found.UUID}`,
    functionArn: found.FunctionArn,
    lastModified: found.LastModified?.toISOString(),
    state: found.State,
    uuid: found.UUID,
  },
});
