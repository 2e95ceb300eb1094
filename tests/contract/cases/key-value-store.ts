import {
  DeleteKeyCommand,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  ListKeysCommand,
  PutKeyCommand,
  UpdateKeysCommand,
} from "@aws-sdk/client-cloudfront-keyvaluestore";
import type { AwsUnderTest } from "../aws-under-test";
import { type ContractCase, ministack, refusal } from "../contract-case";

const versionOf = async ({ keyValueStore }: AwsUnderTest, KvsARN: string): Promise<string | undefined> =>
  (await keyValueStore.send(new DescribeKeyValueStoreCommand({ KvsARN }))).ETag;

const put = async (aws: AwsUnderTest, KvsARN: string, Key: string, Value: string) =>
  aws.keyValueStore.send(new PutKeyCommand({ KvsARN, Key, Value, IfMatch: await versionOf(aws, KvsARN) }));

/** A refusal for a stale version, whichever of its names the service gives it. */
const conflict = async (call: Promise<unknown>): Promise<string> => {
  const name = await refusal(call);
  return /^(ConflictException|ValidationException)$/.test(name) ? "refused as stale" : name;
};

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations_Amazon_CloudFront_KeyValueStore.html */
export const keyValueStoreCases: readonly ContractCase[] = [
  {
    name: "a key is written with the store's version, which changes",
    run: async (aws) => {
      const KvsARN = await aws.createKeyValueStore("write");
      const before = await versionOf(aws, KvsARN);
      const { ETag, ItemCount, TotalSizeInBytes } = await put(aws, KvsARN, "active", "blue");
      const got = await aws.keyValueStore.send(new GetKeyCommand({ KvsARN, Key: "active" }));
      return {
        isNew: ETag !== before,
        isCurrent: ETag === (await versionOf(aws, KvsARN)),
        ItemCount,
        TotalSizeInBytes,
        value: got.Value,
      };
    },
    emulators: ministack,
  },
  {
    name: "a write with a version that is over is refused and changes nothing",
    run: async (aws) => {
      const KvsARN = await aws.createKeyValueStore("stale");
      const IfMatch = await versionOf(aws, KvsARN);
      await put(aws, KvsARN, "active", "blue");
      const write = new PutKeyCommand({ KvsARN, Key: "active", Value: "green", IfMatch });
      const remove = new DeleteKeyCommand({ KvsARN, Key: "active", IfMatch });
      const refused = [await conflict(aws.keyValueStore.send(write)), await conflict(aws.keyValueStore.send(remove))];
      return [refused, (await aws.keyValueStore.send(new GetKeyCommand({ KvsARN, Key: "active" }))).Value];
    },
    emulators: ministack,
  },
  {
    name: "a stale version has a name of its own",
    run: async (aws) => {
      const KvsARN = await aws.createKeyValueStore("stale-name");
      return refusal(
        aws.keyValueStore.send(new PutKeyCommand({ KvsARN, Key: "k", Value: "v", IfMatch: "E0000000000000" })),
      );
    },
    emulators: {
      ministack: {
        differs:
          'MiniStack says ConflictException, which the reference lists; AWS answers ValidationException "Pre-Condition failed" (seen by sst), and our clients know both',
      },
    },
  },
  {
    name: "several keys change in one write",
    run: async (aws) => {
      const KvsARN = await aws.createKeyValueStore("batch");
      await put(aws, KvsARN, "old", "1");
      const Puts = [
        { Key: "a", Value: "2" },
        { Key: "b", Value: "3" },
      ];
      const IfMatch = await versionOf(aws, KvsARN);
      const { ItemCount } = await aws.keyValueStore.send(
        new UpdateKeysCommand({ KvsARN, IfMatch, Puts, Deletes: [{ Key: "old" }] }),
      );
      const { Items = [] } = await aws.keyValueStore.send(new ListKeysCommand({ KvsARN }));
      return [ItemCount, Items.map(({ Key, Value }) => [Key, Value]).sort()];
    },
    emulators: ministack,
  },
  {
    name: "keys are listed a page at a time",
    run: async (aws) => {
      const KvsARN = await aws.createKeyValueStore("pages");
      const Puts = ["a", "b", "c"].map((Key) => ({ Key, Value: Key }));
      await aws.keyValueStore.send(new UpdateKeysCommand({ KvsARN, IfMatch: await versionOf(aws, KvsARN), Puts }));
      const sizes: number[] = [];
      const keys: (string | undefined)[] = [];
      let NextToken: string | undefined;
      do {
        const page = await aws.keyValueStore.send(new ListKeysCommand({ KvsARN, MaxResults: 2, NextToken }));
        sizes.push(page.Items?.length ?? 0);
        keys.push(...(page.Items ?? []).map(({ Key }) => Key));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return [sizes, keys.sort()];
    },
    emulators: ministack,
  },
  {
    name: "a key that isn't there can't be read",
    run: async (aws) => {
      const KvsARN = await aws.createKeyValueStore("missing");
      return refusal(aws.keyValueStore.send(new GetKeyCommand({ KvsARN, Key: "nothing" })));
    },
    emulators: ministack,
  },
  {
    name: "a key that isn't there can't be deleted",
    run: async (aws) => {
      const KvsARN = await aws.createKeyValueStore("missing-delete");
      const IfMatch = await versionOf(aws, KvsARN);
      return refusal(aws.keyValueStore.send(new DeleteKeyCommand({ KvsARN, Key: "nothing", IfMatch })));
    },
    emulators: ministack,
  },
  {
    name: "a deleted key is gone",
    run: async (aws) => {
      const KvsARN = await aws.createKeyValueStore("delete");
      await put(aws, KvsARN, "k", "v");
      const IfMatch = await versionOf(aws, KvsARN);
      const { ItemCount } = await aws.keyValueStore.send(new DeleteKeyCommand({ KvsARN, Key: "k", IfMatch }));
      return [ItemCount, await refusal(aws.keyValueStore.send(new GetKeyCommand({ KvsARN, Key: "k" })))];
    },
    emulators: ministack,
  },
  {
    name: "more than 50 changes in one write are refused",
    run: async (aws) => {
      const KvsARN = await aws.createKeyValueStore("too-many");
      const IfMatch = await versionOf(aws, KvsARN);
      const Puts = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
      return refusal(aws.keyValueStore.send(new UpdateKeysCommand({ KvsARN, IfMatch, Puts })));
    },
    emulators: {
      ministack: { differs: "MiniStack takes any number; AWS 50 keys a write (cloudfront-limits.html)" },
    },
  },
];
