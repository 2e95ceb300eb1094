import type { Operations } from "../operation";
import { deleteItem, getItem, putItem, updateItem } from "./items";
import {
  describeContinuousBackups,
  describeTimeToLive,
  listTagsOfResource,
  tagResource,
  untagResource,
  updateContinuousBackups,
  updateTimeToLive,
} from "./table-settings";
import { createTable, deleteTable, describeTable, updateTable } from "./tables";
import { transactWriteItems } from "./transactions";

/** The DynamoDB operations that a worker or the provider sends. */
export const dynamoDbOperations: Operations = {
  CreateTable: createTable,
  DeleteItem: deleteItem,
  DeleteTable: deleteTable,
  DescribeContinuousBackups: describeContinuousBackups,
  DescribeTable: describeTable,
  DescribeTimeToLive: describeTimeToLive,
  GetItem: getItem,
  ListTagsOfResource: listTagsOfResource,
  PutItem: putItem,
  TagResource: tagResource,
  TransactWriteItems: transactWriteItems,
  UntagResource: untagResource,
  UpdateContinuousBackups: updateContinuousBackups,
  UpdateItem: updateItem,
  UpdateTable: updateTable,
  UpdateTimeToLive: updateTimeToLive,
};
