import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type Outcome, retryDelaySeconds } from "../drain-message";
import { metricLine } from "../metric-line";
import { parseEvent } from "../parse-event";
import { announceDrain } from "./announce-drain";
import type { AnnounceContext, AnnouncePorts, AnnounceSettings } from "./announce-ports";

/**
 * Handles batches of the announcer's queue: each message tells the beginning of a drain, comes back until it is over, and
 * tells the end. Nothing of it is on the way of a drain.
 */
export const createHandler = (settings: AnnounceSettings, ports: AnnouncePorts) => {
  const context: AnnounceContext = { ...ports, settings };
  return async ({ Records: records }: SQSEvent): Promise<SQSBatchResponse> => {
    const kept = await Promise.all(
      records.map(async (record) => {
        const outcome = await visit(record, context);
        return outcome.kind === "again" && (await keep(record, outcome.delaySeconds, context))
          ? [{ itemIdentifier: record.messageId }]
          : [];
      }),
    );
    return { batchItemFailures: kept.flat() };
  };
};

/** What can't be told isn't: a message that isn't an event of ours is nobody's alarm here, the drain function's queue has it too. */
const visit = async ({ body, messageId }: SQSRecord, context: AnnounceContext): Promise<Outcome> => {
  const event = parseEvent(body, context.settings.scope);
  if (event.kind === "ignored" || event.kind === "rejected") {
    context.log({ event: event.kind, messageId, reason: event.reason });
    return { kind: "over" };
  }
  try {
    return await announceDrain(event, context);
  } catch (error) {
    context.log(metricLine("VisitFailed", context.now(), { instanceId: event.instanceId, error: String(error) }));
    return { kind: "again", delaySeconds: retryDelaySeconds };
  }
};

/** A message that can't be hidden comes back when the queue's own visibility timeout ends. */
const keep = async ({ receiptHandle, messageId }: SQSRecord, seconds: number, context: AnnounceContext) => {
  const { queue, now, log } = context;
  await queue
    .hide(receiptHandle, seconds)
    .catch((error: unknown) => log(metricLine("VisitFailed", now(), { messageId, error: String(error) })));
  return true;
};
