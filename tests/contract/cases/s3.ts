import { createHash } from "node:crypto";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { AwsUnderTest } from "../aws-under-test";
import { both, type ContractCase, refusal } from "../contract-case";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64");

const bucket = async ({ s3 }: AwsUnderTest, Bucket: string): Promise<string> => {
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }));
  return Bucket;
};

const put = ({ s3 }: AwsUnderTest, Bucket: string, rest: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key: "pool/app.js", Body: "let a = 1;", ...rest }));

const keysOf = async ({ s3 }: AwsUnderTest, input: object): Promise<unknown> => {
  const pages: unknown[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: "", ...input, ContinuationToken }));
    pages.push([page.KeyCount, page.IsTruncated, (page.Contents ?? []).map(({ Key, Size }) => [Key, Size])]);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return pages;
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ */
export const s3Cases: readonly ContractCase[] = [
  {
    name: "an object is stored once with If-None-Match, and the second put changes nothing",
    run: async (aws) => {
      const Bucket = await bucket(aws, "create-only");
      const first = await put(aws, Bucket, { IfNoneMatch: "*" });
      const second = await refusal(put(aws, Bucket, { IfNoneMatch: "*", Body: "other" }));
      const { Body, ETag } = await aws.s3.send(new GetObjectCommand({ Bucket, Key: "pool/app.js" }));
      return { first: first.ETag, second, ETag, text: await Body?.transformToString() };
    },
    emulators: both,
  },
  {
    name: "a put with If-Match needs the object's own tag",
    run: async (aws) => {
      const Bucket = await bucket(aws, "if-match");
      const { ETag } = await put(aws, Bucket);
      return [
        await refusal(put(aws, Bucket, { IfMatch: '"0123"' })),
        await refusal(put(aws, Bucket, { IfMatch: ETag, Body: "next" })),
        await refusal(put(aws, Bucket, { IfMatch: ETag, Body: "last" })),
      ];
    },
    emulators: both,
  },
  {
    name: "If-Match on a key that isn't there is refused as a missing key",
    run: async (aws) => refusal(put(aws, await bucket(aws, "if-match-missing"), { IfMatch: '"0123"' })),
    emulators: both,
  },
  {
    name: "a checksum that is the content's is stored and told on request",
    run: async (aws) => {
      const Bucket = await bucket(aws, "checksum");
      const { ChecksumSHA256 } = await put(aws, Bucket, { ChecksumSHA256: sha256("let a = 1;") });
      const Key = "pool/app.js";
      const told = await aws.s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
      const untold = await aws.s3.send(new HeadObjectCommand({ Bucket, Key }));
      return [ChecksumSHA256, told.ChecksumSHA256, untold.ChecksumSHA256 ?? "not told"];
    },
    emulators: {
      ministack: {
        differs: "MiniStack tells it for HEAD only; AWS also answers the put with it (API_PutObject.html, response)",
      },
      moto: {
        differs:
          "moto tells a checksum only where the SDK named its algorithm; AWS tells what was stored (API_HeadObject.html)",
      },
    },
  },
  {
    name: "a checksum of other content is refused and stores nothing",
    run: async (aws) => {
      const Bucket = await bucket(aws, "bad-checksum");
      const stored = await refusal(put(aws, Bucket, { ChecksumSHA256: sha256("other") }));
      return [stored, await keysOf(aws, { Bucket })];
    },
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto stores it; AWS answers BadDigest (checking-object-integrity.html)" },
    },
  },
  {
    name: "headers of an object come back as they were given",
    run: async (aws) => {
      const Bucket = await bucket(aws, "headers");
      await put(aws, Bucket, {
        ContentType: "text/javascript; charset=utf-8",
        CacheControl: "public, max-age=31536000, immutable",
        Metadata: { sha256: "abc" },
      });
      const head = await aws.s3.send(new HeadObjectCommand({ Bucket, Key: "pool/app.js" }));
      const { ContentType, CacheControl, Metadata, ContentLength, ETag } = head;
      return { ContentType, CacheControl, Metadata, ContentLength, ETag };
    },
    emulators: both,
  },
  {
    name: "an object without a type gets S3's own",
    run: async (aws) => {
      const Bucket = await bucket(aws, "no-type");
      await aws.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: new Uint8Array([1, 2]) }));
      return (await aws.s3.send(new HeadObjectCommand({ Bucket, Key: "k" }))).ContentType;
    },
    emulators: both,
  },
  {
    name: "a list is cut into pages, in the order of the keys' bytes",
    run: async (aws) => {
      const Bucket = await bucket(aws, "pages");
      for (const Key of ["b/2", "a/1", "b/10", "B", "ä", "b/1"]) await put(aws, Bucket, { Key, Body: Key });
      return [await keysOf(aws, { Bucket, MaxKeys: 2 }), await keysOf(aws, { Bucket, Prefix: "b/" })];
    },
    emulators: both,
  },
  {
    name: "a list may begin after a key",
    run: async (aws) => {
      const Bucket = await bucket(aws, "start-after");
      for (const Key of ["a", "b", "c"]) await put(aws, Bucket, { Key });
      return keysOf(aws, { Bucket, StartAfter: "a" });
    },
    emulators: both,
  },
  {
    name: "deleting what isn't there is no error",
    run: async (aws) => {
      const Bucket = await bucket(aws, "delete");
      for (const Key of ["a", "b", "c"]) await put(aws, Bucket, { Key });
      await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
      await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
      const Objects = [{ Key: "b" }, { Key: "nothing" }];
      const { Deleted, Errors } = await aws.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      return [Deleted?.map(({ Key }) => Key), Errors ?? [], await keysOf(aws, { Bucket })];
    },
    emulators: both,
  },
  {
    name: "more than a thousand keys in one call are refused",
    run: async (aws) => {
      const Bucket = await bucket(aws, "delete-many");
      const Objects = Array.from({ length: 1001 }, (_, index) => ({ Key: `k${index}` }));
      return refusal(aws.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } })));
    },
    emulators: {
      ministack: { differs: "MiniStack takes any number; AWS 1,000 (API_DeleteObjects.html)" },
      moto: { differs: "moto takes any number; AWS 1,000 (API_DeleteObjects.html)" },
    },
  },
  {
    name: "what isn't there is named as such",
    run: async (aws) => {
      const Bucket = await bucket(aws, "missing");
      const Key = "nothing";
      return [
        await refusal(aws.s3.send(new GetObjectCommand({ Bucket, Key }))),
        await refusal(aws.s3.send(new HeadObjectCommand({ Bucket, Key }))),
        await refusal(aws.s3.send(new HeadBucketCommand({ Bucket: "no-such-bucket" }))),
        await refusal(aws.s3.send(new ListObjectsV2Command({ Bucket: "no-such-bucket" }))),
        await refusal(aws.s3.send(new PutObjectCommand({ Bucket: "no-such-bucket", Key, Body: "" }))),
      ];
    },
    emulators: both,
  },
  {
    name: "a bucket goes when it is empty, and not before",
    run: async (aws) => {
      const Bucket = await bucket(aws, "to-delete");
      await put(aws, Bucket);
      const full = await refusal(aws.s3.send(new DeleteBucketCommand({ Bucket })));
      await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: "pool/app.js" }));
      await aws.s3.send(new DeleteBucketCommand({ Bucket }));
      const { Buckets = [] } = await aws.s3.send(new ListBucketsCommand({}));
      return [full, Buckets.some(({ Name }) => Name === Bucket)];
    },
    emulators: both,
  },
  {
    name: "a bucket's name is taken once",
    run: async (aws) => {
      await bucket(aws, "taken");
      return refusal(bucket(aws, "taken"));
    },
    emulators: both,
  },
  {
    name: "a bucket's name must be a bucket's",
    run: (aws) => refusal(bucket(aws, "Not_A_Bucket")),
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto takes upper case and _; AWS doesn't (bucketnamingrules.html)" },
    },
  },
  {
    name: "a key longer than 1,024 bytes is refused",
    run: async (aws) => refusal(put(aws, await bucket(aws, "long-key"), { Key: "k".repeat(1025) })),
    emulators: {
      ministack: { differs: "MiniStack takes any length; AWS 1,024 bytes (object-keys.html)" },
      moto: { differs: "moto counts otherwise; AWS takes 1,024 bytes (object-keys.html)" },
    },
  },
];
