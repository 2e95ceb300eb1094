/** A store of keys that edge functions read. */
export interface KeyValueStoreRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly comment: string;
  /** Changes with every write. */
  readonly etag: string;
  readonly items: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** What the region remembers of CloudFront's stores: by ARN. */
export interface KeyValueStoreState {
  readonly stores: Readonly<Record<string, KeyValueStoreRecord>>;
}

/** A region in which nobody has made a store yet. */
export const emptyKeyValueStoreState: KeyValueStoreState = { stores: {} };
