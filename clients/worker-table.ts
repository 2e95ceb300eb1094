import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";

/** Who asks for a lease. */
export interface LeaseHolder {
  /** The lease item's key. */
  readonly key: string;
  readonly color: string;
  readonly fence: number;
  /** Tells the tasks of a colour apart. */
  readonly task: string;
}

/** What came of asking for a lease. */
export type LeaseAnswer =
  | { readonly kind: "held" }
  /** By another colour or a newer fence. */
  | { readonly kind: "refused"; readonly color: string; readonly fence: number; readonly renewals: number };

/** A message whose effect is recorded. */
export interface MessageRecord extends Omit<LeaseHolder, "task" | "key"> {
  readonly leaseKey: string;
  readonly messageKey: string;
  /** Epoch seconds from which on the record may be forgotten. */
  readonly expires: number;
  /** The effect itself, as far as it is kept in DynamoDB: written with the record, or not at all. */
  readonly writes: readonly TransactWriteItem[];
}

/** What came of recording an effect. */
export type RecordAnswer = "recorded" | "done-before" | "not-ours";

/** For how long a lease is asked for, and from whom. */
interface LeaseTerm {
  /** Epoch milliseconds. */
  readonly heldUntil: number;
  /** The renewals at which another colour's lease was seen to end; undefined where there was none. */
  readonly takeOver: number | undefined;
}

/** The table of leases and messages. */
export interface WorkerTable {
  /** Asks for the lease. */
  renew(holder: LeaseHolder, term: LeaseTerm): Promise<LeaseAnswer>;
  /** One task less; the last one's release lets the other colour in at once. */
  release(holder: Omit<LeaseHolder, "fence">): Promise<void>;
  isDone(messageKey: string): Promise<boolean>;
  /** In one transaction: the lease is ours, the message wasn't done yet, and so are the effect's writes. */
  record(record: MessageRecord): Promise<RecordAnswer>;
}

/** Attribute names go through placeholders, since hundreds of words are reserved. */
const names = {
  "#color": "color",
  "#fence": "fence",
  "#heldUntil": "heldUntil",
  "#holders": "holders",
  "#renewals": "renewals",
};

const becomesMine = "SET #color = :color, #fence = :fence, #heldUntil = :heldUntil";

/** Nobody's yet; mine by this or an older fence; or an older fence's, of which the last task has released it. */
const renewal = {
  ConditionExpression:
    "attribute_not_exists(#id) OR (#color = :color AND #fence <= :fence) OR (#fence < :fence AND attribute_not_exists(#holders))",
  UpdateExpression: `${becomesMine} ADD #renewals :one, #holders :task`,
  ExpressionAttributeNames: { ...names, "#id": "id" },
};

/** An older fence's, still at the renewals at which the caller saw it run out: nobody of its own colour came first. */
const takeover = {
  ConditionExpression: "#fence < :fence AND #renewals = :takeOver",
  // Whoever held it is gone without a word.
  UpdateExpression: `${becomesMine}, #holders = :task ADD #renewals :one`,
  ExpressionAttributeNames: names,
};

const renewalOf = (
  tableName: string,
  { key, color, fence, task }: LeaseHolder,
  { heldUntil, takeOver }: LeaseTerm,
): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName: tableName,
    Key: { id: { S: key } },
    ...(takeOver === undefined ? renewal : takeover),
    ExpressionAttributeValues: {
      ":color": { S: color },
      ":fence": { N: String(fence) },
      ":heldUntil": { N: String(heldUntil) },
      ":one": { N: "1" },
      ":task": { SS: [task] },
      ...(takeOver === undefined ? {} : { ":takeOver": { N: String(takeOver) } }),
    },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });

/** The table in DynamoDB. */
export const createWorkerTable = (client: Pick<DynamoDBClient, "send">, tableName: string): WorkerTable => ({
  renew: async (holder, term) => {
    try {
      await client.send(renewalOf(tableName, holder, term));
      return { kind: "held" };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return refusal(error);
      throw error;
    }
  },
  release: async ({ key, color, task }) => {
    const command = new UpdateItemCommand({
      TableName: tableName,
      Key: { id: { S: key } },
      ConditionExpression: "#color = :color",
      UpdateExpression: "DELETE #holders :task",
      ExpressionAttributeNames: { "#color": "color", "#holders": "holders" },
      ExpressionAttributeValues: { ":color": { S: color }, ":task": { SS: [task] } },
    });
    try {
      await client.send(command);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  },
  isDone: async (messageKey) => {
    const command = new GetItemCommand({ TableName: tableName, Key: { id: { S: messageKey } }, ConsistentRead: true });
    return (await client.send(command)).Item !== undefined;
  },
  record: async (record) => {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: transactionOf(tableName, record) }));
      return "recorded";
    } catch (error) {
      if (error instanceof TransactionCanceledException) return cancellation(error);
      throw error;
    }
  },
});

const refusal = ({ Item = {} }: ConditionalCheckFailedException): LeaseAnswer => ({
  kind: "refused",
  color: Item["color"]?.S ?? "",
  fence: Number(Item["fence"]?.N ?? 0),
  renewals: Number(Item["renewals"]?.N ?? 0),
});

const transactionOf = (
  TableName: string,
  { leaseKey, messageKey, color, fence, expires, writes }: MessageRecord,
): TransactWriteItem[] => [
  {
    ConditionCheck: {
      TableName,
      Key: { id: { S: leaseKey } },
      ConditionExpression: "#color = :color AND #fence = :fence",
      ExpressionAttributeNames: { "#color": "color", "#fence": "fence" },
      ExpressionAttributeValues: { ":color": { S: color }, ":fence": { N: String(fence) } },
    },
  },
  {
    Put: {
      TableName,
      Item: {
        id: { S: messageKey },
        color: { S: color },
        fence: { N: String(fence) },
        expires: { N: String(expires) },
      },
      ConditionExpression: "attribute_not_exists(#id)",
      ExpressionAttributeNames: { "#id": "id" },
    },
  },
  ...writes,
];

/** Anything else than our own two conditions is the effect's failure, or a conflict: the message comes back. */
const cancellation = (error: TransactionCanceledException): RecordAnswer => {
  const [lease, message] = error.CancellationReasons ?? [];
  if (message?.Code === "ConditionalCheckFailed") return "done-before";
  if (lease?.Code === "ConditionalCheckFailed") return "not-ours";
  throw error;
};
