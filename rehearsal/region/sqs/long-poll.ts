import type { ReceiveMessageCommandInput, ReceiveMessageCommandOutput } from "@aws-sdk/client-sqs";
import type { RegionState } from "../state";
import { queueOf } from "./queue-records";

/**
 * How long a receive waits for a first message, in milliseconds; 0 for every other call.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 */
export const pollMilliseconds = (
  state: RegionState,
  call: { readonly name: string; readonly input: unknown },
): number => {
  if (call.name !== "sqs:ReceiveMessage") return 0;
  const { QueueUrl, WaitTimeSeconds } = call.input as ReceiveMessageCommandInput;
  const { attributes } = queueOf(state, QueueUrl);
  return 1000 * (WaitTimeSeconds ?? Number(attributes["ReceiveMessageWaitTimeSeconds"]));
};

/** Whether a receive found nothing. */
export const isEmptyReceive = (output: object): boolean =>
  (output as ReceiveMessageCommandOutput).Messages?.length === 0;
