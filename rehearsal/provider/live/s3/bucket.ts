import type { CreateBucketCommandInput, ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import { isRefusal, unlessRefused } from "../../aws-calls";
import type { ExistingResource, LiveContext, LiveResource, LiveType } from "../../live-type";
import { flagIn, type Properties, textIn } from "../../properties";

const notFound = ["NotFound", "NoSuchBucket"];

/** `aws.s3.Bucket`; what has a resource type of its own (versioning, policy and so on) is recorded there. */
export const bucket: LiveType = {
  create: async (inputs, context) => {
    const input: CreateBucketCommandInput = { Bucket: nameOf(inputs), ...placeOf(context) };
    await context.send("s3", "CreateBucket", input);
    return toResource(nameOf(inputs), context);
  },
  read: async ({ id }, context) => {
    const found = await unlessRefused(context.send("s3", "HeadBucket", { Bucket: id }), notFound);
    return found && toResource(id, context);
  },
  update: async () => ({}),
  delete: async (resource, context) => {
    try {
      await context.send("s3", "DeleteBucket", { Bucket: resource.id });
    } catch (error) {
      if (isRefusal(error, notFound)) return;
      if (!isRefusal(error, ["BucketNotEmpty"]) || !isEmptiedFirst(resource)) throw error;
      await empty(resource.id, context);
      await context.send("s3", "DeleteBucket", { Bucket: resource.id });
    }
  },
};

const nameOf = (inputs: Properties): string => textIn(inputs, "bucket") ?? "";

const isEmptiedFirst = ({ state }: ExistingResource): boolean => flagIn(state, "forceDestroy") === true;

/** The oldest region is none: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html */
const placeOf = ({ region }: LiveContext): Pick<CreateBucketCommandInput, "CreateBucketConfiguration"> =>
  region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" } };

const toResource = (name: string, { region }: LiveContext): LiveResource => ({
  id: name,
  outputs: {
    arn: `arn:aws:s3:::${name}`,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegion: region,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
  },
});

/** The provider lists versions; the region keeps none. */
const empty = async (name: string, { send }: LiveContext): Promise<void> => {
  for (;;) {
    const { Contents = [] } = await send<ListObjectsV2CommandOutput>("s3", "ListObjectsV2", { Bucket: name });
    if (Contents.length === 0) return;
    await send("s3", "DeleteObjects", { Bucket: name, Delete: { Objects: Contents.map(({ Key }) => ({ Key })) } });
  }
};
