/** An object with its content. */
export interface ObjectRecord {
  readonly key: string;
  readonly body: Uint8Array;
  /** Quoted, as in the header. */
  readonly etag: string;
  /** In base64; kept where the upload brought one. */
  readonly checksumSha256: string | undefined;
  readonly contentType: string;
  readonly cacheControl: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** Objects by key, spread over many small tables so that a change copies one of those and not all keys. */
export type ObjectTable = readonly Readonly<Record<string, ObjectRecord>>[];

/** A bucket. */
export interface BucketRecord {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly objects: ObjectTable;
}

/** What the region remembers of S3: buckets by name. */
export interface S3State {
  readonly buckets: Readonly<Record<string, BucketRecord>>;
}

/** A region in which nobody has used S3 yet. */
export const emptyS3State: S3State = { buckets: {} };
