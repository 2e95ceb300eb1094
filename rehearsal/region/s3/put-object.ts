import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import { AwsError, type Operation } from "../operation";
import { bucketOf, putBucketRecord } from "./buckets";
import { findObject, withObject } from "./object-table";
import type { ObjectRecord } from "./state";

/**
 * Stores an object if the conditions hold and the checksum is the content's.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export const putObject: Operation<PutObjectCommandInput> = (state, input, { now }) => {
  const bucket = bucketOf(state, input.Bucket);
  const { Key: key = "" } = input;
  const body = contentOf(input);
  validateKey(key);
  validateMetadata(input);
  validateChecksums(input, body);
  requireConditions(input, findObject(bucket.objects, key));
  const object: ObjectRecord = {
    key,
    body,
    etag: `"${createHash("md5").update(body).digest("hex")}"`,
    checksumSha256: input.ChecksumSHA256,
    contentType: input.ContentType ?? "application/octet-stream",
    cacheControl: input.CacheControl,
    metadata: input.Metadata ?? {},
    modifiedAt: now,
  };
  return {
    state: putBucketRecord(state, { ...bucket, objects: withObject(bucket.objects, object) }),
    output: { ETag: object.etag, ...(object.checksumSha256 && { ChecksumSHA256: object.checksumSha256 }) },
  };
};

/** Bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html. */
const longestKey = 1024;
/** Bytes of all names and values: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html. */
const largestMetadata = 2048;

const contentOf = ({ Body = new Uint8Array() }: PutObjectCommandInput): Uint8Array => {
  if (typeof Body === "string") return Buffer.from(Body);
  if (Body instanceof Uint8Array) return Body;
  throw new AwsError("NotModelled", "The rehearsal's region takes an object's content as text or bytes only.", 501);
};

const validateKey = (key: string): void => {
  if (key === "") throw new AwsError("InvalidArgument", "An object needs a key of at least one character.");
  if (Buffer.byteLength(key) > longestKey) throw new AwsError("KeyTooLongError", "Your key is too long");
};

const validateMetadata = ({ Metadata = {} }: PutObjectCommandInput): void => {
  const bytes = Object.entries(Metadata).reduce((sum, entry) => sum + Buffer.byteLength(entry.join("")), 0);
  if (bytes <= largestMetadata) return;
  throw new AwsError("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
const validateChecksums = (input: PutObjectCommandInput, body: Uint8Array): void => {
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  const actual = { SHA256: createHash("sha256").update(body).digest("base64"), CRC32: crc.toString("base64") };
  const given = { SHA256: input.ChecksumSHA256, CRC32: input.ChecksumCRC32 };
  for (const algorithm of ["SHA256", "CRC32"] as const) {
    if (given[algorithm] === undefined || given[algorithm] === actual[algorithm]) continue;
    throw new AwsError("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  if (input.ContentMD5 !== undefined) throw notModelled("Content-MD5");
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const requireConditions = (
  { IfNoneMatch, IfMatch }: PutObjectCommandInput,
  existing: ObjectRecord | undefined,
): void => {
  // Other values than the star are for reading only.
  if (IfNoneMatch !== undefined && IfNoneMatch !== "*") {
    throw new AwsError("NotImplemented", "A header you provided implies functionality that is not implemented", 501);
  }
  if (IfMatch !== undefined && existing === undefined) {
    throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
  }
  const isMet =
    !(IfNoneMatch === "*" && existing !== undefined) && (IfMatch === undefined || IfMatch === existing?.etag);
  if (!isMet) {
    throw new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
  }
};

const notModelled = (what: string): AwsError =>
  new AwsError("NotModelled", `The rehearsal's region does not model s3:PutObject with ${what}.`, 501);
