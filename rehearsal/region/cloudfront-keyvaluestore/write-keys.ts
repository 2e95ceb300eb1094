import type {
  DeleteKeyCommandInput,
  PutKeyCommandInput,
  UpdateKeysCommandInput,
} from "@aws-sdk/client-cloudfront-keyvaluestore";
import { AwsError, type CallContext, type Operation, type Transition } from "../operation";
import type { RegionState } from "../state";
import type { KeyValueStoreRecord } from "./state";
import { newETag, putStoreRecord, sizeOf, storeOf } from "./stores";

/** Adds or replaces one key. Source: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_PutKey.html */
export const putKey: Operation<PutKeyCommandInput> = (state, { Key, Value, ...target }, context) =>
  write(state, { ...target, Puts: [{ Key, Value }] }, context);

/** Removes one key. */
export const deleteKey: Operation<DeleteKeyCommandInput> = (state, { Key, ...target }, context) =>
  write(state, { ...target, Deletes: [{ Key }] }, context);

/** Changes of one call, and bytes of its keys and values: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html. */
const largestBatch = { changes: 50, bytes: 3_000_000 };

/** Makes all changes or none. Source: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_UpdateKeys.html */
export const updateKeys: Operation<UpdateKeysCommandInput> = (state, input, context) => {
  const { Puts = [], Deletes = [] } = input;
  const bytes = Puts.reduce((sum, { Key = "", Value = "" }) => sum + Buffer.byteLength(Key + Value), 0);
  if (Puts.length + Deletes.length > largestBatch.changes || bytes > largestBatch.bytes) {
    throw validation(
      `${Puts.length + Deletes.length} changes of ${bytes} bytes: at most ${largestBatch.changes} of ${largestBatch.bytes}.`,
    );
  }
  return write(state, input, context);
};

/** Bytes: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html. */
const largest = { key: 512, value: 1024, store: 5_000_000 };

const write = (
  state: RegionState,
  { KvsARN, IfMatch, Puts = [], Deletes = [] }: UpdateKeysCommandInput,
  context: CallContext,
): Transition => {
  const store = storeOf(state, KvsARN);
  requireVersion(store, IfMatch);
  for (const { Key = "", Value = "" } of Puts) validateItem(Key, Value);
  const removed = new Set(Deletes.map(({ Key = "" }) => Key));
  requireKeys(store, removed);
  const kept = Object.entries(store.items).filter(([key]) => !removed.has(key));
  const items = Object.fromEntries([...kept, ...Puts.map(({ Key = "", Value = "" }) => [Key, Value])]);
  const written = { ...store, items, etag: newETag(context), modifiedAt: context.now };
  if (sizeOf(written).TotalSizeInBytes > largest.store) throw quota(`The store would hold more than 5 MB.`);
  return { state: putStoreRecord(state, written), output: { ...sizeOf(written), ETag: written.etag } };
};

/** The service says ValidationException where its emulators say ConflictException; a caller must know both. */
const requireVersion = ({ etag }: KeyValueStoreRecord, version: string | undefined): void => {
  if (version !== etag) throw validation("Pre-Condition failed");
};

const validateItem = (key: string, value: string): void => {
  const bytes = Buffer.byteLength(key);
  if (bytes === 0 || bytes > largest.key) throw validation(`A key has ${bytes} bytes: use 1 to ${largest.key}.`);
  if (Buffer.byteLength(value) > largest.value) {
    throw quota(`The value of ${key} has ${Buffer.byteLength(value)} bytes: use at most ${largest.value}.`);
  }
};

const requireKeys = ({ items }: KeyValueStoreRecord, keys: ReadonlySet<string>): void => {
  for (const key of keys) {
    if (!Object.hasOwn(items, key)) throw new AwsError("ResourceNotFoundException", `Key ${key} was not found.`, 404);
  }
};

const validation = (message: string): AwsError => new AwsError("ValidationException", message);
const quota = (message: string): AwsError => new AwsError("ServiceQuotaExceededException", message, 402);
