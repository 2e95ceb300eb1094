import type {
  DeleteObjectCommandInput,
  DeleteObjectsCommandInput,
  GetObjectCommandInput,
  HeadObjectCommandInput,
} from "@aws-sdk/client-s3";
import { AwsError, type Operation } from "../operation";
import type { RegionState } from "../state";
import { bucketOf, putBucketRecord } from "./buckets";
import { findObject, withoutObject } from "./object-table";
import type { ObjectRecord } from "./state";

/** An object with its content. Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject: Operation<GetObjectCommandInput> = (state, input) => {
  if (input.Range !== undefined || input.IfNoneMatch !== undefined) {
    throw new AwsError("NotModelled", "The rehearsal's region does not model s3:GetObject with conditions.", 501);
  }
  const object = findObject(bucketOf(state, input.Bucket).objects, input.Key ?? "");
  if (object === undefined) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
  return { state, output: { ...describe(object, input.ChecksumMode), Body: object.body } };
};

/** An object's headers; a missing bucket looks like a missing object, as an answer to HEAD has no body to tell them apart. */
export const headObject: Operation<HeadObjectCommandInput> = (state, input) => {
  const object = findObject(state.s3.buckets[input.Bucket ?? ""]?.objects ?? [], input.Key ?? "");
  if (object === undefined) throw new AwsError("NotFound", "Not Found", 404);
  return { state, output: describe(object, input.ChecksumMode) };
};

/** Deletes one object; one that isn't there is no error. */
export const deleteObject: Operation<DeleteObjectCommandInput> = (state, input) => ({
  state: removeKeys(state, input.Bucket, [input.Key ?? ""]),
  output: {},
});

/** Keys of one call: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html. */
const keysAtOnce = 1000;

/** Deletes objects by key; those that aren't there are no error. */
export const deleteObjects: Operation<DeleteObjectsCommandInput> = (state, input) => {
  const { Objects = [], Quiet = false } = input.Delete ?? {};
  if (Objects.length === 0 || Objects.length > keysAtOnce) {
    throw new AwsError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
  const keys = Objects.map(({ Key = "" }) => Key);
  return {
    state: removeKeys(state, input.Bucket, keys),
    output: Quiet ? {} : { Deleted: keys.map((Key) => ({ Key })) },
  };
};

const removeKeys = (state: RegionState, name: string | undefined, keys: readonly string[]): RegionState => {
  const bucket = bucketOf(state, name);
  return putBucketRecord(state, { ...bucket, objects: keys.reduce(withoutObject, bucket.objects) });
};

/** A checksum is told only on request: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html. */
const describe = (object: ObjectRecord, mode: string | undefined) => ({
  ContentLength: object.body.byteLength,
  ContentType: object.contentType,
  ETag: object.etag,
  LastModified: new Date(object.modifiedAt),
  Metadata: object.metadata,
  ...(object.cacheControl === undefined ? {} : { CacheControl: object.cacheControl }),
  ...(mode === "ENABLED" && object.checksumSha256 !== undefined ? { ChecksumSHA256: object.checksumSha256 } : {}),
});
