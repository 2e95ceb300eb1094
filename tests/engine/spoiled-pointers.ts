import type { EdgeOptions } from "../../rehearsal/region/effects/edge";
import type { Region } from "../../rehearsal/region/region";

/** Writes or deletes the pointer of a copy of the region. */
const changeKey = async (
  region: Region,
  { keyValueStoreArn: KvsARN }: EdgeOptions,
  Value?: string,
): Promise<object> => {
  const service = "cloudfront-keyvaluestore";
  const { ETag: IfMatch } = (await region.call(service, "DescribeKeyValueStore", { KvsARN })) as { ETag: string };
  const key = { KvsARN, Key: "active", IfMatch };
  await region.call(service, Value === undefined ? "DeleteKey" : "PutKey", { ...key, Value });
  return {};
};

/** Everything that can become of the key that the edge function reads, but for a release. */
export const spoiledPointers: readonly {
  readonly title: string;
  /** Changes the region, or the edge that reads it. */
  readonly spoil: (region: Region, deployed: EdgeOptions) => Promise<Partial<EdgeOptions>>;
}[] = [
  { title: "on a new stack", spoil: async () => ({}) },
  { title: "where the key is gone", spoil: (region, deployed) => changeKey(region, deployed) },
  { title: "where the key holds no JSON", spoil: (region, deployed) => changeKey(region, deployed, "{") },
  {
    title: "where the key names what is no release",
    spoil: (region, deployed) => changeKey(region, deployed, '{"v":1,"c":"blue","r":"../meta","x":[]}'),
  },
  { title: "where the store can't be read", spoil: async () => ({ keyValueStoreArn: "arn:gone" }) },
];
