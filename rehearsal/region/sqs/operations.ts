import type { Operations } from "../operation";
import { changeMessageVisibilityBatch, deleteMessageBatch, sendMessageBatch } from "./batches";
import { changeMessageVisibility, deleteMessage, receiveMessage, sendMessage } from "./messages";
import {
  createQueue,
  deleteQueue,
  getQueueAttributes,
  getQueueUrl,
  listQueueTags,
  setQueueAttributes,
  tagQueue,
  untagQueue,
} from "./queues";

/** The SQS operations that a function, an event source or the provider sends. */
export const sqsOperations: Operations = {
  ChangeMessageVisibility: changeMessageVisibility,
  ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
  CreateQueue: createQueue,
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
  DeleteQueue: deleteQueue,
  GetQueueAttributes: getQueueAttributes,
  GetQueueUrl: getQueueUrl,
  ListQueueTags: listQueueTags,
  ReceiveMessage: receiveMessage,
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
  SetQueueAttributes: setQueueAttributes,
  TagQueue: tagQueue,
  UntagQueue: untagQueue,
};
