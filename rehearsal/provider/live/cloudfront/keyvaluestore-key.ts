import type {
  DescribeKeyValueStoreCommandOutput,
  GetKeyCommandOutput,
  PutKeyCommandOutput,
} from "@aws-sdk/client-cloudfront-keyvaluestore";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveType } from "../../live-type";
import { type Properties, textIn } from "../../properties";

const service = "cloudfront-keyvaluestore";
const notFound = ["ResourceNotFoundException"];

/** `aws.cloudfront.KeyvaluestoreKey`: each write names the version of the store that it follows. */
export const keyvaluestoreKey: LiveType = {
  create: async (inputs, context) => {
    const outputs = await put(inputs, context);
    return { id: `${placeOf(inputs).KvsARN},${placeOf(inputs).Key}`, outputs };
  },
  read: async ({ id, state }, { send }) => {
    const request = send<GetKeyCommandOutput>(service, "GetKey", placeOf(state));
    const found = await unlessRefused(request, notFound);
    if (found === undefined) return undefined;
    return { id, outputs: { totalSizeInBytes: found.TotalSizeInBytes }, inputs: { value: found.Value } };
  },
  update: (change, context) => put(change.news, context),
  delete: async ({ state }, context) => {
    const { send } = context;
    const remove = async (): Promise<object> => {
      const input = { ...placeOf(state), IfMatch: await askVersion(state, context) };
      return send(service, "DeleteKey", input);
    };
    await unlessRefused(remove(), notFound);
  },
  outputsChangedBy: (olds, news) => (hasChanged({ olds, news }, ["value"]) ? ["totalSizeInBytes"] : []),
};

const placeOf = (properties: Properties): { readonly KvsARN: string; readonly Key: string } => ({
  KvsARN: textIn(properties, "keyValueStoreArn") ?? "",
  Key: textIn(properties, "key") ?? "",
});

const put = async (inputs: Properties, context: LiveContext): Promise<Properties> => {
  const IfMatch = await askVersion(inputs, context);
  const input = { ...placeOf(inputs), Value: textIn(inputs, "value"), IfMatch };
  const { TotalSizeInBytes } = await context.send<PutKeyCommandOutput>(service, "PutKey", input);
  return { totalSizeInBytes: TotalSizeInBytes };
};

const askVersion = async (properties: Properties, { send }: LiveContext): Promise<string | undefined> => {
  const { KvsARN } = placeOf(properties);
  const { ETag } = await send<DescribeKeyValueStoreCommandOutput>(service, "DescribeKeyValueStore", { KvsARN });
  return ETag;
};
