/** Reads objects of one bucket. */
export interface ObjectReader {
  /** The object's content as UTF-8; undefined where there is none. */
  read(key: string, signal: AbortSignal): Promise<string | undefined>;
  /** What is known of the object without its content; undefined where there is none. */
  describe(key: string, signal: AbortSignal): Promise<ObjectDigest | undefined>;
  /** Every object whose key begins with the prefix, all pages of it. */
  list(prefix: string, signal: AbortSignal): Promise<readonly ObjectListing[]>;
}

/** Changes objects of one bucket. */
export interface ObjectWriter {
  /** Stores an object; with `ifAbsent` only where there is none with this key, and says whether it did. */
  put(object: NewObject, signal: AbortSignal): Promise<"stored" | "exists">;
  /** Deletes objects; one that is gone already is no error. */
  remove(keys: readonly string[], signal: AbortSignal): Promise<void>;
}

/** One bucket. */
export interface ObjectStore extends ObjectReader, ObjectWriter {}

/** How an object's content can be told from another. */
export interface ObjectDigest {
  /** Bytes. */
  readonly size: number;
  /** In base64; undefined where it was stored without one. */
  readonly sha256: string | undefined;
}

/** An object in a listing. */
export interface ObjectListing {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** An object to be stored. */
export interface NewObject {
  readonly key: string;
  readonly body: { readonly text: string } | { readonly file: string };
  /** Bytes. */
  readonly size: number;
  /** In base64; S3 refuses other content. */
  readonly sha256: string;
  readonly contentType: string;
  readonly cacheControl: string;
  /** Comes back as headers `x-amz-meta-…`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly ifAbsent: boolean;
}
