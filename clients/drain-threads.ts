import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { Retry } from "./drain-retry";

/** What is remembered about announcements: a table whose key is the text `id`, and which forgets items by `expires`. */
export interface DrainThreads {
  /** Writes a value where there is none; false where somebody was first. Of any number of callers one wins. */
  claim(id: string, value: string): Promise<boolean>;
  /** Writes a value, whatever was there. */
  save(id: string, value: string): Promise<void>;
  /** Undefined where nothing was written. */
  find(id: string): Promise<string | undefined>;
}

/** Where, and for how long. */
export interface DrainThreadsSettings {
  readonly tableName: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Longer than any duplicate of an event can be under way: the queue keeps messages for four days. Seconds. */
const lifetimeSeconds = 7 * 86_400;

/** Announcements in DynamoDB. */
export const createDrainThreads = (
  dynamodb: Pick<DynamoDBClient, "send">,
  retry: Retry,
  { tableName, now }: DrainThreadsSettings,
): DrainThreads => {
  const itemOf = (id: string, value: string) => ({
    id: { S: id },
    value: { S: value },
    expires: { N: String(Math.floor(now() / 1000) + lifetimeSeconds) },
  });
  return {
    claim: async (id, value) => {
      const isFirst = { ConditionExpression: "attribute_not_exists(#id)", ExpressionAttributeNames: { "#id": "id" } };
      const command = { TableName: tableName, Item: itemOf(id, value), ...isFirst };
      try {
        await retry(() => dynamodb.send(new PutItemCommand(command)));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    save: async (id, value) => {
      await retry(() => dynamodb.send(new PutItemCommand({ TableName: tableName, Item: itemOf(id, value) })));
    },
    find: async (id) => {
      // Another invocation may have written it a moment ago.
      const command = { TableName: tableName, Key: { id: { S: id } }, ConsistentRead: true };
      return (await retry(() => dynamodb.send(new GetItemCommand(command)))).Item?.["value"]?.S;
    },
  };
};
