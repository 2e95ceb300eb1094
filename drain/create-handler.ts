import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import type { ParsedEvent } from "./drain-event";
import type { DrainContext, DrainMessage, DrainPorts, DrainSettings } from "./drain-message";
import { createInstanceFinder } from "./find-instances";
import { type EventScope, parseEvent } from "./parse-event";
import { settleMessages } from "./settle-messages";
import { visitMessages } from "./visit-messages";

/** What is read of an invocation: one without records, or a record without attributes, must not fail the others. */
export interface DrainInvocation {
  readonly Records?: readonly (Pick<SQSRecord, "messageId" | "receiptHandle" | "body"> & {
    readonly attributes?: Partial<SQSRecord["attributes"]>;
  })[];
}

/**
 * Handles batches of the drain queue. A drain that isn't finished is reported as failed after its message was hidden for a
 * while: it comes back without anything being sent, so no loop detection can stop it and nobody sleeps.
 */
export const createHandler = (settings: DrainSettings, ports: DrainPorts) => {
  const context: DrainContext = { ...ports, settings, find: createInstanceFinder(ports) };
  return async ({ Records: records = [] }: DrainInvocation): Promise<SQSBatchResponse> => {
    const messages = records.map((record) => toMessage(record, settings.scope));
    return settleMessages(messages, await visitMessages(messages, context), ports);
  };
};

const toMessage = (
  { messageId, receiptHandle, body, attributes }: NonNullable<DrainInvocation["Records"]>[number],
  scope: EventScope,
): DrainMessage<ParsedEvent> => ({
  messageId,
  receiptHandle,
  receiveCount: Number(attributes?.ApproximateReceiveCount ?? 1),
  body,
  event: parseEvent(body, scope),
});
