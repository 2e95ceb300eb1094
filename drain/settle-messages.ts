import type { SQSBatchResponse } from "aws-lambda";
import type { DrainMessage, DrainPorts, Outcome } from "./drain-message";
import { metricLine } from "./metric-line";
import type { Outcomes } from "./visit-messages";

/** Hides or buries messages as decided and names those that SQS must keep. */
export const settleMessages = async (
  messages: readonly DrainMessage<unknown>[],
  outcomes: Outcomes,
  ports: Pick<DrainPorts, "queue" | "now" | "log">,
): Promise<SQSBatchResponse> => {
  const kept = await Promise.all(
    messages.map(async (message) => {
      const outcome = outcomes.get(message.messageId) ?? { kind: "again", delaySeconds: 0 };
      return (await isOver(message, outcome, ports)) ? [] : [{ itemIdentifier: message.messageId }];
    }),
  );
  return { batchItemFailures: kept.flat() };
};

/** A message that couldn't be hidden or buried stays, and comes back when the queue's own visibility timeout ends. */
const isOver = async (
  { messageId, receiptHandle, body }: DrainMessage<unknown>,
  outcome: Outcome,
  { queue, now, log }: Pick<DrainPorts, "queue" | "now" | "log">,
): Promise<boolean> => {
  try {
    if (outcome.kind === "again") await queue.hide(receiptHandle, outcome.delaySeconds);
    if (outcome.kind === "bury") await queue.bury(body, outcome.reason);
    return outcome.kind !== "again";
  } catch (error) {
    log(metricLine("VisitFailed", now(), { messageId, error: String(error) }));
    return false;
  }
};
