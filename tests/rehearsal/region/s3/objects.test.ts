import { createHash } from "node:crypto";
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { AwsError } from "../../../../rehearsal/region/operation";
import { Region } from "../../../../rehearsal/region/region";
import { type Endpoint, startEndpoint } from "../../../../rehearsal/wire/endpoint";

const Bucket = "site";
const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64");

describe("S3 in the region", () => {
  let region: Region;
  const call = async (operation: string, input: object): Promise<Record<string, unknown>> => ({
    ...(await region.call("s3", operation, { Bucket, ...input })),
  });
  const refusal = (operation: string, input: object): Promise<unknown> =>
    region.call("s3", operation, { Bucket, ...input }).then(
      (output) => output,
      (error: unknown) => (error instanceof AwsError ? [error.code, error.statusCode] : error),
    );

  beforeEach(async () => {
    region = new Region({ now: () => 1_000 });
    await call("CreateBucket", {});
  });

  it("stores an object with its headers and tells its MD5 as ETag", async () => {
    const stored = {
      Key: "a",
      Body: "hello",
      ContentType: "text/plain",
      CacheControl: "no-cache",
      Metadata: { release: "r" },
    };
    const ETag = '"5d41402abc4b2a76b9719d911017c592"';
    expect(await call("PutObject", { ...stored, ChecksumSHA256: sha256("hello") })).to.deep.equal({
      ETag,
      ChecksumSHA256: sha256("hello"),
    });
    const headers = {
      ContentLength: 5,
      ContentType: "text/plain",
      CacheControl: "no-cache",
      ETag,
      LastModified: new Date(1000),
      Metadata: { release: "r" },
    };
    expect(await call("HeadObject", { Key: "a" })).to.deep.equal(headers);
    expect(await call("HeadObject", { Key: "a", ChecksumMode: "ENABLED" })).to.deep.equal({
      ...headers,
      ChecksumSHA256: sha256("hello"),
    });
    expect(await call("GetObject", { Key: "a" })).to.deep.equal({ ...headers, Body: Buffer.from("hello") });
  });

  it("stores an object without type or content", async () => {
    await call("PutObject", { Key: "a" });
    const { ContentType, ContentLength, ...others } = await call("HeadObject", { Key: "a", ChecksumMode: "ENABLED" });
    expect({ ContentType, ContentLength, names: Object.keys(others) }).to.deep.equal({
      ContentType: "application/octet-stream",
      ContentLength: 0,
      names: ["ETag", "LastModified", "Metadata"],
    });
  });

  it("overwrites, unless it is told to create only", async () => {
    await call("PutObject", { Key: "a", Body: "1", IfNoneMatch: "*" });
    expect(await refusal("PutObject", { Key: "a", Body: "2", IfNoneMatch: "*" })).to.deep.equal([
      "PreconditionFailed",
      412,
    ]);
    expect((await call("GetObject", { Key: "a" }))["Body"]).to.deep.equal(Buffer.from("1"));
    await call("PutObject", { Key: "a", Body: "3" });
    expect((await call("GetObject", { Key: "a" }))["Body"]).to.deep.equal(Buffer.from("3"));
  });

  it("overwrites only the version that is named", async () => {
    const { ETag } = await call("PutObject", { Key: "a", Body: "1" });
    expect(await refusal("PutObject", { Key: "a", Body: "2", IfMatch: '"x"' })).to.deep.equal([
      "PreconditionFailed",
      412,
    ]);
    expect(await refusal("PutObject", { Key: "b", Body: "2", IfMatch: ETag })).to.deep.equal(["NoSuchKey", 404]);
    await call("PutObject", { Key: "a", Body: "2", IfMatch: ETag });
    expect((await call("GetObject", { Key: "a" }))["Body"]).to.deep.equal(Buffer.from("2"));
  });

  for (const [title, operation, input, expected] of [
    [
      "content of another SHA-256",
      "PutObject",
      { Key: "a", Body: "1", ChecksumSHA256: sha256("2") },
      ["BadDigest", 400],
    ],
    ["content of another CRC-32", "PutObject", { Key: "a", Body: "1", ChecksumCRC32: "AAAAAA==" }, ["BadDigest", 400]],
    ["Content-MD5", "PutObject", { Key: "a", ContentMD5: "x" }, ["NotModelled", 501]],
    ["a stream as content", "PutObject", { Key: "a", Body: {} }, ["NotModelled", 501]],
    ["an empty key", "PutObject", { Key: "" }, ["InvalidArgument", 400]],
    ["a key of 1,025 bytes", "PutObject", { Key: `ü${"k".repeat(1023)}` }, ["KeyTooLongError", 400]],
    ["metadata above 2 KB", "PutObject", { Key: "a", Metadata: { a: "x".repeat(2048) } }, ["MetadataTooLarge", 400]],
    ["IfNoneMatch other than *", "PutObject", { Key: "a", IfNoneMatch: '"x"' }, ["NotImplemented", 501]],
    ["a missing bucket", "PutObject", { Bucket: "other", Key: "a" }, ["NoSuchBucket", 404]],
    ["a missing bucket in a listing", "ListObjectsV2", { Bucket: "other" }, ["NoSuchBucket", 404]],
    ["a missing object", "GetObject", { Key: "a" }, ["NoSuchKey", 404]],
    ["a missing object's headers", "HeadObject", { Key: "a" }, ["NotFound", 404]],
    ["a missing bucket's object's headers", "HeadObject", { Bucket: "other", Key: "a" }, ["NotFound", 404]],
    ["a name that every object has", "GetObject", { Key: "toString" }, ["NoSuchKey", 404]],
    ["a range", "GetObject", { Key: "a", Range: "bytes=0-1" }, ["NotModelled", 501]],
    ["a delimiter", "ListObjectsV2", { Delimiter: "/" }, ["NotModelled", 501]],
    ["a made-up token", "ListObjectsV2", { ContinuationToken: "!" }, ["InvalidArgument", 400]],
    ["deleting nothing", "DeleteObjects", { Delete: { Objects: [] } }, ["MalformedXML", 400]],
    [
      "deleting 1,001 keys",
      "DeleteObjects",
      { Delete: { Objects: Array(1001).fill({ Key: "a" }) } },
      ["MalformedXML", 400],
    ],
    ["a bucket that is there", "CreateBucket", {}, ["BucketAlreadyOwnedByYou", 409]],
    ["a bucket's name with capitals", "CreateBucket", { Bucket: "Site" }, ["InvalidBucketName", 400]],
    ["a bucket's name with two dots", "CreateBucket", { Bucket: "a..b" }, ["InvalidBucketName", 400]],
    ["a missing bucket's headers", "HeadBucket", { Bucket: "other" }, ["NotFound", 404]],
    ["an operation that it doesn't know", "CopyObject", {}, ["NotModelled", 501]],
  ] as const) {
    it(`refuses ${title}`, async () => expect(await refusal(operation, input)).to.deep.equal(expected));
  }

  it("takes keys and metadata of the largest size", async () => {
    await call("PutObject", { Key: "k".repeat(1024), Metadata: { a: "x".repeat(2047) } });
  });

  it("lists by the bytes of the keys, 1,000 a page, however many are asked for", async () => {
    for (let index = 0; index < 1001; index += 1) await call("PutObject", { Key: `p/${index}` });
    await call("PutObject", { Key: "o" });
    const first = await call("ListObjectsV2", { Prefix: "p/", MaxKeys: 5000 });
    const keys = (first["Contents"] as { Key: string }[]).map(({ Key }) => Key);
    expect([first["KeyCount"], first["IsTruncated"], keys[0], keys[2]]).to.deep.equal([1000, true, "p/0", "p/10"]);
    await call("DeleteObject", { Key: keys[0] ?? "" });
    const second = await call("ListObjectsV2", { Prefix: "p/", ContinuationToken: first["NextContinuationToken"] });
    expect([second["IsTruncated"], second["NextContinuationToken"]]).to.deep.equal([false, undefined]);
    expect((second["Contents"] as { Key: string }[]).map(({ Key }) => Key)).to.deep.equal(["p/999"]);
  });

  it("orders as UTF-8 does, where UTF-16 differs, and begins after a key", async () => {
    for (const Key of ["\u{1F600}", "\uFF5E", "a", "Z"]) await call("PutObject", { Key });
    const list = async (input: object) =>
      ((await call("ListObjectsV2", input))["Contents"] as { Key: string }[]).map(({ Key }) => Key);
    expect(await list({})).to.deep.equal(["Z", "a", "\uFF5E", "\u{1F600}"]);
    expect(await list({ StartAfter: "a", MaxKeys: 1 })).to.deep.equal(["\uFF5E"]);
  });

  it("deletes keys, those that aren't there included", async () => {
    await call("PutObject", { Key: "a" });
    expect(await call("DeleteObjects", { Delete: { Objects: [{ Key: "a" }, { Key: "b" }] } })).to.deep.equal({
      Deleted: [{ Key: "a" }, { Key: "b" }],
    });
    expect(await call("DeleteObjects", { Delete: { Objects: [{ Key: "a" }], Quiet: true } })).to.deep.equal({});
    expect((await call("ListObjectsV2", {}))["KeyCount"]).to.equal(0);
  });

  it("deletes an empty bucket only", async () => {
    await call("PutObject", { Key: "a" });
    expect(await refusal("DeleteBucket", {})).to.deep.equal(["BucketNotEmpty", 409]);
    await call("DeleteObject", { Key: "a" });
    expect(await call("HeadBucket", {})).to.deep.equal({ BucketRegion: "eu-west-1" });
    await call("CreateBucket", { Bucket: "another" });
    await call("DeleteBucket", {});
    expect(await call("ListBuckets", {})).to.deep.equal({
      Buckets: [{ Name: "another", CreationDate: new Date(1000) }],
    });
  });
});

describe("S3 in the region, for the real client", () => {
  const region = new Region();
  let endpoint: Endpoint;
  let s3: S3Client;

  before(async () => {
    endpoint = await startEndpoint((service, operation, input) => region.call(service, operation, input));
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
    s3 = new S3Client({ region: "eu-west-1", endpoint: endpoint.url, credentials, maxAttempts: 1 });
    await s3.send(new CreateBucketCommand({ Bucket }));
  });
  after(async () => {
    s3.destroy();
    await endpoint.close();
  });

  it("takes the checksum that the client makes, tells the digest, pages and deletes", async () => {
    const Keys = ["x/1", "x/2", "x/3"];
    for (const Key of Keys)
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key, ChecksumAlgorithm: "SHA256" }));
    const { ChecksumSHA256 } = await s3.send(new HeadObjectCommand({ Bucket, Key: "x/1", ChecksumMode: "ENABLED" }));
    expect(ChecksumSHA256).to.equal(sha256("x/1"));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "x/2" }));
    expect(await Body?.transformToString()).to.equal("x/2");
    const first = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "x/", MaxKeys: 2 }));
    const { NextContinuationToken: ContinuationToken } = first;
    const second = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "x/", ContinuationToken }));
    expect([...(first.Contents ?? []), ...(second.Contents ?? [])].map(({ Key }) => Key)).to.deep.equal(Keys);
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: Keys.map((Key) => ({ Key })) } }));
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).to.equal(0);
  });

  it("refuses a second creation as the client knows it", async () => {
    const command = new PutObjectCommand({ Bucket, Key: "once", Body: "1", IfNoneMatch: "*" });
    await s3.send(command);
    const error = await s3.send(new PutObjectCommand({ ...command.input, Body: "2" })).catch((thrown: Error) => thrown);
    expect((error as Error).name).to.equal("PreconditionFailed");
  });
});
