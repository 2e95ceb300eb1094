import type {
  CreateBucketCommandInput,
  DeleteBucketCommandInput,
  HeadBucketCommandInput,
  ListBucketsCommandInput,
} from "@aws-sdk/client-s3";
import { AwsError, type Operation } from "../operation";
import type { RegionState } from "../state";
import { emptyObjectTable } from "./object-table";
import type { BucketRecord } from "./state";

/** Creates a bucket; names are unique. Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const createBucket: Operation<CreateBucketCommandInput> = (state, { Bucket: name = "" }, context) => {
  validateName(name);
  if (state.s3.buckets[name] !== undefined) {
    throw new AwsError(
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      409,
    );
  }
  const bucket: BucketRecord = { name, createdAt: context.now, objects: emptyObjectTable };
  return { state: putBucketRecord(state, bucket), output: { Location: `/${name}` } };
};

/** Tells whether a bucket is there. */
export const headBucket: Operation<HeadBucketCommandInput> = (state, { Bucket: name = "" }, { region }) => {
  // An answer to HEAD has no body and so no other code: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html.
  if (state.s3.buckets[name] === undefined) throw new AwsError("NotFound", "Not Found", 404);
  return { state, output: { BucketRegion: region } };
};

/** All buckets, by name. */
export const listBuckets: Operation<ListBucketsCommandInput> = (state) => ({
  state,
  output: {
    Buckets: Object.values(state.s3.buckets)
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ name, createdAt }) => ({ Name: name, CreationDate: new Date(createdAt) })),
  },
});

/** Deletes a bucket without objects. Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export const deleteBucket: Operation<DeleteBucketCommandInput> = (state, input) => {
  const { name, objects } = bucketOf(state, input.Bucket);
  if (objects.some((part) => Object.keys(part).length > 0)) {
    throw new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty", 409);
  }
  const { [name]: _deleted, ...buckets } = state.s3.buckets;
  return { state: { ...state, s3: { buckets } }, output: {} };
};

/** The bucket; refuses what isn't there. */
export const bucketOf = (state: RegionState, name: string | undefined): BucketRecord => {
  const bucket = state.s3.buckets[name ?? ""];
  if (bucket === undefined) throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
  return bucket;
};

/** The region with this bucket added or replaced. */
export const putBucketRecord = (state: RegionState, bucket: BucketRecord): RegionState => ({
  ...state,
  s3: { buckets: { ...state.s3.buckets, [bucket.name]: bucket } },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const validateName = (name: string): void => {
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..")) return;
  throw new AwsError("InvalidBucketName", "The specified bucket is not valid.");
};
