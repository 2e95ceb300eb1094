import { Readable } from "node:stream";
import {
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { AwsError } from "../../../rehearsal/region/operation";
import { operationName, trip, WireUnderTest } from "./wire-under-test";

const [Bucket, Key] = ["site", "releases/1.2.3/a b+ü.html"];
const LastModified = new Date("2026-11-21T14:00:00.000Z");
const sha256 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
const object = { Key, ETag: '"e"', Size: 0, LastModified };

const trips = [
  trip(new ListObjectsV2Command({ Bucket, Prefix: "releases/", MaxKeys: 2, StartAfter: "a&b" }), {
    IsTruncated: true,
    Contents: [object, { ...object, Key: " <&>'\"\r\n" }],
    Name: Bucket,
    KeyCount: 2,
    NextContinuationToken: "t/+=",
    CommonPrefixes: [{ Prefix: "releases/1.2.3/" }],
  }),
  trip(new ListObjectsV2Command({ Bucket, ContinuationToken: "t/+=" }), { IsTruncated: false, KeyCount: 0 }),
  trip(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }, { Key: "b", VersionId: "v" }], Quiet: false } }),
    { Deleted: [{ Key }], Errors: [{ Key: "b", Code: "AccessDenied", Message: "no" }] },
    {
      Bucket,
      Delete: { Objects: [{ Key }, { Key: "b", VersionId: "v" }], Quiet: false },
      ChecksumAlgorithm: "CRC32",
    },
  ),
  trip(new HeadObjectCommand({ Bucket, Key, IfModifiedSince: LastModified }), {
    ETag: '"e"',
    Expiration: 'expiry-date="x", rule-id="a"',
    PartsCount: 0,
    DeleteMarker: false,
    Metadata: {},
  }),
  trip(new ListBucketsCommand({}), { Buckets: [{ Name: Bucket, CreationDate: LastModified }], Owner: { ID: "o" } }),
  trip(
    new PutBucketPolicyCommand({ Bucket, Policy: '{"a":"ü"}' }),
    {},
    {
      Bucket,
      Policy: '{"a":"ü"}',
      ChecksumAlgorithm: "CRC32",
    },
  ),
  trip(new GetBucketPolicyCommand({ Bucket }), { Policy: '{"a":"ü"}' }),
  trip(new GetBucketLocationCommand({ Bucket }), { LocationConstraint: "eu-west-1" }),
  trip(
    new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: "color", Value: "blue" }] } }),
    {},
    { Bucket, Tagging: { TagSet: [{ Key: "color", Value: "blue" }] }, ChecksumAlgorithm: "CRC32" },
  ),
];

describe("the REST XML protocol", () => {
  const wire = new WireUnderTest();
  let s3: S3Client;

  before(async () => {
    await wire.start();
    s3 = wire.adopt(new S3Client(wire.clientConfig));
  });
  after(() => wire.stop());

  for (const roundTrip of trips) {
    it(`carries s3 ${operationName(roundTrip.command)} both ways: ${JSON.stringify(roundTrip.command.input).slice(0, 50)}`, () =>
      wire.assertRoundTrip("s3", s3, roundTrip));
  }

  it("carries PutObject both ways: bytes, condition, checksum, metadata", () =>
    wire.assertRoundTrip(
      "s3",
      s3,
      trip(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: new Uint8Array([0, 255, 13, 10]),
          ContentType: "text/html; charset=utf-8",
          CacheControl: "public, max-age=31536000, immutable",
          IfNoneMatch: "*",
          ChecksumSHA256: sha256,
          Metadata: { release: "1.2.3", other: "a, b" },
        }),
        { ETag: '"e"', ChecksumSHA256: sha256, ChecksumType: "FULL_OBJECT", BucketKeyEnabled: false },
        {
          Bucket,
          Key,
          Body: new Uint8Array([0, 255, 13, 10]),
          ContentLength: 4,
          ContentType: "text/html; charset=utf-8",
          CacheControl: "public, max-age=31536000, immutable",
          IfNoneMatch: "*",
          ChecksumSHA256: sha256,
          Metadata: { release: "1.2.3", other: "a, b" },
        },
      ),
    ));

  it("unpacks a streamed upload and takes the checksum from its trailer", async () => {
    wire.calls.length = 0;
    wire.answer = { ETag: '"e"' };
    const body = Buffer.alloc(200_000, "stream ");
    const Body = Readable.from([body.subarray(0, 70_000), body.subarray(70_000)]);
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: body.byteLength, ContentEncoding: "br" }));
    const [{ input } = { input: {} }] = wire.calls;
    const { Body: received, ChecksumCRC32, ...others } = input as { Body: Uint8Array; ChecksumCRC32: string };
    expect(Buffer.compare(received, body)).to.equal(0);
    expect(ChecksumCRC32).to.match(/^[\w+/]{6}==$/);
    expect(others).to.deep.equal({
      Bucket,
      Key,
      ContentLength: 200_000,
      ContentType: "application/octet-stream",
      ContentEncoding: "br",
      ChecksumAlgorithm: "CRC32",
    });
  });

  it("carries GetObject both ways: bytes, range and metadata", async () => {
    wire.calls.length = 0;
    wire.answer = {
      Body: new Uint8Array([0, 255, 13, 10]),
      ContentRange: "bytes 0-3/9",
      ContentType: "text/html",
      ETag: '"e"',
      LastModified,
      Metadata: { release: "1.2.3" },
    };
    const { Body, $metadata, ...output } = await s3.send(
      new GetObjectCommand({ Bucket, Key, Range: "bytes=0-3", IfNoneMatch: '"x"' }),
    );
    expect(await Body?.transformToByteArray()).to.deep.equal(new Uint8Array([0, 255, 13, 10]));
    expect($metadata.httpStatusCode).to.equal(200);
    expect(output).to.deep.equal({
      ContentLength: 4,
      ContentRange: "bytes 0-3/9",
      ContentType: "text/html",
      ETag: '"e"',
      LastModified,
      Metadata: { release: "1.2.3" },
    });
    expect(wire.calls).to.deep.equal([
      {
        service: "s3",
        operation: "GetObject",
        input: { Bucket, Key, Range: "bytes=0-3", IfNoneMatch: '"x"', ChecksumMode: "ENABLED" },
      },
    ]);
  });

  it("carries an empty object both ways", async () => {
    wire.calls.length = 0;
    wire.answer = { Body: "", ContentType: "text/plain" };
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).to.equal("");
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: new Uint8Array() }));
    const [, { input } = { input: {} }] = wire.calls;
    expect((input as { Body?: Uint8Array }).Body).to.deep.equal(new Uint8Array());
  });

  it("answers HeadObject with the length of a body that it doesn't send", async () => {
    wire.answer = { ContentLength: 12_345, ContentType: "text/html", LastModified, ETag: '"e"' };
    const { $metadata, ...output } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect($metadata.httpStatusCode).to.equal(200);
    expect(output).to.deep.equal({
      ContentLength: 12_345,
      ContentType: "text/html",
      LastModified,
      ETag: '"e"',
      Metadata: {},
    });
  });

  it("finds the bucket in front of the host as well", async () => {
    wire.answer = { IsTruncated: false };
    wire.calls.length = 0;
    const authorization = "AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/s3/aws4_request";
    await wire.raw({ method: "GET", path: "/?list-type=2", headers: { host: "my.site.localhost:80", authorization } });
    expect(wire.calls).to.deep.equal([{ service: "s3", operation: "ListObjectsV2", input: { Bucket: "my.site" } }]);
  });

  for (const [method, operation, more] of [
    ["GET", "GetObject", {}],
    ["PUT", "PutObject", {}],
    ["DELETE", "DeleteObject", {}],
    ["PUT", "CopyObject", { "x-amz-copy-source": "site/other" }],
  ] as const) {
    it(`understands ${operation} from a client that doesn't name the operation in the query`, async () => {
      wire.answer = {};
      wire.calls.length = 0;
      const authorization = "AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/s3/aws4_request";
      await wire.raw({ method, path: "/site/a/b.html", headers: { authorization, ...more } });
      expect(wire.calls.map((call) => [call.operation, (call.input as { Key: string }).Key])).to.deep.equal([
        [operation, "a/b.html"],
      ]);
    });
  }

  const get = new GetObjectCommand({ Bucket, Key });
  for (const { command, error, expected } of [
    {
      command: get,
      error: new AwsError("NoSuchKey", "The specified key does not exist."),
      expected: {
        name: "NoSuchKey",
        message: "The specified key does not exist.",
        className: "NoSuchKey",
        statusCode: 404,
      },
    },
    {
      command: new HeadObjectCommand({ Bucket, Key }),
      error: new AwsError("NotFound", "Not Found", 404),
      expected: { name: "NotFound", message: "UnknownError", className: "NotFound", statusCode: 404 },
    },
    {
      command: new PutObjectCommand({ Bucket, Key, Body: "x", IfNoneMatch: "*" }),
      error: new AwsError("PreconditionFailed", "At least one precondition did not hold", 412),
      expected: {
        name: "PreconditionFailed",
        message: "At least one precondition did not hold",
        className: "S3ServiceException",
        statusCode: 412,
      },
    },
  ]) {
    it(`raises ${expected.name} at ${operationName(command)} with status ${expected.statusCode}`, async () => {
      expect(await wire.refusal(s3, command, error)).to.deep.equal(expected);
    });
  }
});
