import type { ListObjectsV2CommandInput } from "@aws-sdk/client-s3";
import { AwsError, type Operation } from "../operation";
import { bucketOf } from "./buckets";
import { sortedObjects } from "./object-table";

/** Keys of one page, however many are asked for: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html. */
const pageSize = 1000;

/** A page of keys in the order of their bytes; the token holds the last key, so that changes between pages shift nothing. */
export const listObjectsV2: Operation<ListObjectsV2CommandInput> = (state, input) => {
  if (input.Delimiter !== undefined) {
    throw new AwsError("NotModelled", "The rehearsal's region does not model s3:ListObjectsV2 with a delimiter.", 501);
  }
  const { Bucket, Prefix = "", ContinuationToken, StartAfter, MaxKeys = pageSize } = input;
  const after = Buffer.from(ContinuationToken === undefined ? (StartAfter ?? "") : lastKeyOf(ContinuationToken));
  const rest = sortedObjects(bucketOf(state, Bucket).objects).filter(
    ({ key }) => key.startsWith(Prefix) && Buffer.compare(Buffer.from(key), after) > 0,
  );
  const page = rest.slice(0, Math.min(MaxKeys, pageSize));
  const IsTruncated = page.length < rest.length;
  const last = page.at(-1)?.key ?? "";
  return {
    state,
    output: {
      Name: Bucket,
      Prefix,
      MaxKeys,
      KeyCount: page.length,
      IsTruncated,
      ...(IsTruncated ? { NextContinuationToken: Buffer.from(last).toString("base64url") } : {}),
      Contents: page.map(({ key, body, etag, modifiedAt }) => ({
        Key: key,
        Size: body.byteLength,
        ETag: etag,
        LastModified: new Date(modifiedAt),
      })),
    },
  };
};

const lastKeyOf = (token: string): string => {
  const key = Buffer.from(token, "base64url").toString("utf8");
  if (key !== "" && Buffer.from(key).toString("base64url") === token) return key;
  throw new AwsError("InvalidArgument", "The continuation token provided is incorrect");
};
