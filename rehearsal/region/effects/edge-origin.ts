import { findObject } from "../s3/object-table";
import type { RegionState } from "../state";
import type { EdgeAnswer } from "./edge-cache";

/** Where S3 is asked. */
export interface EdgeBucket {
  readonly bucket: string;
  /** The origin's path: stands before each URI, for example `/pool`, or is empty. */
  readonly path: string;
}

/**
 * What S3 answers the distribution, which may get objects and list the bucket: that makes a missing one a 404.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export const askOrigin = (state: RegionState, { bucket, path }: EdgeBucket, uri: string): EdgeAnswer => {
  const key = decoded(`${path}${uri}`)?.slice(1);
  const object = key === undefined ? undefined : findObject(state.s3.buckets[bucket]?.objects ?? [], key);
  if (object === undefined) return noSuchKey;
  const metadata = Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return {
    status: 200,
    headers: {
      "content-type": object.contentType,
      etag: object.etag,
      "last-modified": new Date(object.modifiedAt).toUTCString(),
      ...(object.cacheControl === undefined ? {} : { "cache-control": object.cacheControl }),
      ...Object.fromEntries(metadata),
    },
    body: object.body,
  };
};

const noSuchKey: EdgeAnswer = {
  status: 404,
  headers: { "content-type": "application/xml" },
  body: Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
  ),
};

/** S3 decodes a path once, and takes a + for a space: https://github.com/sveltejs/kit/issues/6451 */
const decoded = (path: string): string | undefined => {
  try {
    return decodeURIComponent(path.replaceAll("+", " "));
  } catch {
    return undefined;
  }
};
