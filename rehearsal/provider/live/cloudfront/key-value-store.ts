import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveReading, type LiveType } from "../../live-type";
import { textIn } from "../../properties";

/** CloudFront's own API has no client here: the part of its answers that is used. */
interface StoreAnswer {
  readonly ETag?: string;
  readonly KeyValueStore?: { readonly ARN?: string; readonly Status?: string; readonly LastModifiedTime?: Date };
}

const notFound = ["EntityNotFound"];

/** The provider's own limit. */
const createTimeoutMs = 30 * 60_000;

/** `aws.cloudfront.KeyValueStore`; its id is its name. */
export const keyValueStore: LiveType = {
  create: async (inputs, context) => {
    const name = textIn(inputs, "name") ?? "";
    await context.send("cloudfront", "CreateKeyValueStore", { Name: name, Comment: textIn(inputs, "comment") });
    context.keep({ id: name, outputs: {} });
    const isReady = async (): Promise<LiveReading | undefined> => {
      const found = await describe(name, context);
      return found?.KeyValueStore?.Status === "READY" ? toReading(name, found) : undefined;
    };
    return context.waitUntil("the key value store is ready", isReady, createTimeoutMs);
  },
  read: async ({ id }, context) => {
    const found = await describe(id, context);
    return found && toReading(id, found);
  },
  update: async (change, context) => {
    const { id, news } = change;
    const { ETag } = (await describe(id, context)) ?? {};
    if (hasChanged(change, ["comment"])) {
      const input = { Name: id, Comment: textIn(news, "comment"), IfMatch: ETag };
      await context.send("cloudfront", "UpdateKeyValueStore", input);
    }
    return {};
  },
  delete: async ({ id }, context) => {
    const found = await describe(id, context);
    if (found !== undefined) await context.send("cloudfront", "DeleteKeyValueStore", { Name: id, IfMatch: found.ETag });
  },
};

const describe = (name: string, { send }: LiveContext): Promise<StoreAnswer | undefined> =>
  unlessRefused(send<StoreAnswer>("cloudfront", "DescribeKeyValueStore", { Name: name }), notFound);

const toReading = (name: string, { ETag, KeyValueStore = {} }: StoreAnswer): LiveReading => ({
  id: name,
  outputs: {
    arn: KeyValueStore.ARN,
    etag: ETag,
    lastModifiedTime: KeyValueStore.LastModifiedTime?.toISOString(),
  },
});
