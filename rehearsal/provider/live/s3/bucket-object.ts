import type { HeadObjectCommandOutput, PutObjectCommandInput } from "@aws-sdk/client-s3";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveReading, type LiveType } from "../../live-type";
import { objectIn, type Properties, textIn } from "../../properties";

const notFound = ["NotFound", "NoSuchBucket"];

/** What a PutObject carries. */
const settings = ["cacheControl", "content", "contentBase64", "contentType", "metadata"];

/** `aws.s3.BucketObjectv2`, its content written in the program. */
export const bucketObject: LiveType = {
  create: async (inputs, context) => {
    await put(inputs, context);
    return requireObject(inputs, context);
  },
  read: ({ state }, context) => readObject(state, context),
  update: async (change, context) => {
    if (hasChanged(change, settings)) await put(change.news, context);
    return (await requireObject(change.news, context)).outputs;
  },
  delete: async ({ state }, { send }) => {
    await unlessRefused(send("s3", "DeleteObject", placeOf(state)), notFound);
  },
  outputsChangedBy: (olds, news) => (hasChanged({ olds, news }, settings) ? ["etag"] : []),
  filledIn: ["etag"],
};

const placeOf = (properties: Properties): { readonly Bucket: string; readonly Key: string } => ({
  Bucket: textIn(properties, "bucket") ?? "",
  Key: textIn(properties, "key") ?? "",
});

const put = async (inputs: Properties, { send }: LiveContext): Promise<void> => {
  const metadata = Object.entries(objectIn(inputs, "metadata")).map(([name, value]) => [name, String(value)]);
  const input: PutObjectCommandInput = {
    ...placeOf(inputs),
    Body: contentOf(inputs),
    CacheControl: textIn(inputs, "cacheControl"),
    ContentType: textIn(inputs, "contentType"),
    Metadata: metadata.length === 0 ? undefined : Object.fromEntries(metadata),
  };
  await send("s3", "PutObject", input);
};

const contentOf = (inputs: Properties): Uint8Array => {
  if (inputs["source"] !== undefined) {
    throw new Error("The rehearsal does not model the property source of a bucket object: use content.");
  }
  const encoded = textIn(inputs, "contentBase64");
  return encoded === undefined ? Buffer.from(textIn(inputs, "content") ?? "") : Buffer.from(encoded, "base64");
};

const requireObject = async (inputs: Properties, context: LiveContext): Promise<LiveReading> => {
  const found = await readObject(inputs, context);
  if (found === undefined) throw new Error(`The object ${placeOf(inputs).Key} is gone right after it was written.`);
  return found;
};

const readObject = async (state: Properties, { send }: LiveContext): Promise<LiveReading | undefined> => {
  const place = placeOf(state);
  const request = send<HeadObjectCommandOutput>("s3", "HeadObject", place);
  const found = await unlessRefused(request, notFound);
  if (found === undefined) return undefined;
  const id = `${place.Bucket}/${place.Key}`;
  return {
    id,
    outputs: { arn: `arn:aws:s3:::${id}`, etag: found.ETag?.replaceAll('"', "") },
    inputs: { cacheControl: found.CacheControl, contentType: found.ContentType },
  };
};
