import { AwsError } from "../operation";
import type { RegionState } from "../state";
import type { MessageRecord, QueueRecord } from "./state";

/** The region with this queue added or replaced. */
export const putQueue = (state: RegionState, queue: QueueRecord): RegionState => ({
  ...state,
  sqs: { queues: { ...state.sqs.queues, [queue.queueUrl]: queue } },
});

/** The region with the queue's messages replaced. */
export const putMessages = (state: RegionState, queue: QueueRecord, messages: readonly MessageRecord[]): RegionState =>
  putQueue(state, { ...queue, messages });

/**
 * The queue that a URL means; refuses what isn't there. Account and name count, not the host: functions of the rehearsal
 * reach the region at another address than AWS's.
 */
export const queueOf = (state: RegionState, queueUrl: string | undefined): QueueRecord => {
  const path = pathOf(queueUrl ?? "");
  const queue = Object.values(state.sqs.queues).find((other) => pathOf(other.queueUrl) === path);
  if (queue === undefined) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
  return queue;
};

/** The queue by ARN, undefined where there is none. */
export const findQueueByArn = (state: RegionState, arn: string | undefined): QueueRecord | undefined =>
  Object.values(state.sqs.queues).find(({ queueArn }) => queueArn === arn);

const pathOf = (queueUrl: string): string => queueUrl.split("/").slice(-2).join("/");
