import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Buckets } from "./buckets";

/** An item as the API has it: attribute -> typed value. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** A table with a hash key alone, billed by request. */
export interface TableRecord {
  readonly tableName: string;
  readonly tableArn: string;
  readonly tableId: string;
  /** The attribute that is the key, and its type. */
  readonly key: { readonly name: string; readonly type: "S" | "N" };
  readonly createdAt: number;
  readonly deletionProtection: boolean;
  /** With a key of KMS; otherwise with DynamoDB's own. */
  readonly hasKmsEncryption: boolean;
  readonly hasPointInTimeRecovery: boolean;
  /** Attribute with the epoch second from which on an item may be deleted. @default none expires */
  readonly timeToLiveAttribute?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly items: Buckets<Item>;
}

/** A transaction that DynamoDB wouldn't run a second time. */
export interface FinishedTransaction {
  readonly at: number;
  /** What it asked for, as a text. */
  readonly request: string;
}

/** What the region remembers of DynamoDB: tables by name. */
export interface DynamoDbState {
  readonly tables: Readonly<Record<string, TableRecord>>;
  /** By their client's token. */
  readonly transactions: Buckets<FinishedTransaction>;
  /** When expired items were last deleted, epoch milliseconds. */
  readonly sweptAt: number;
  /** From CreateTable until a table is ACTIVE. */
  readonly creationLagMs: number;
}

/** A region in which nobody has used DynamoDB yet. */
export const emptyDynamoDbState: DynamoDbState = { tables: {}, transactions: {}, sweptAt: 0, creationLagMs: 200 };
