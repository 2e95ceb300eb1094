import type { Operations } from "../operation";
import { createBucket, deleteBucket, headBucket, listBuckets } from "./buckets";
import { listObjectsV2 } from "./list-objects";
import { deleteObject, deleteObjects, getObject, headObject } from "./objects";
import { putObject } from "./put-object";

/** The S3 operations that a release command or the provider sends. */
export const s3Operations: Operations = {
  CreateBucket: createBucket,
  DeleteBucket: deleteBucket,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  GetObject: getObject,
  HeadBucket: headBucket,
  HeadObject: headObject,
  ListBuckets: listBuckets,
  ListObjectsV2: listObjectsV2,
  PutObject: putObject,
};
