import http from "node:http";
import {
  CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  ListKeysCommand,
  PutKeyCommand,
} from "@aws-sdk/client-cloudfront-keyvaluestore";
import { InvokeCommand, LambdaClient, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-lambda";
import { Uint8ArrayBlobAdapter } from "@smithy/core/serde";
import { expect } from "chai";
import { AwsError } from "../../../rehearsal/region/operation";
import { operationName, trip, WireUnderTest } from "./wire-under-test";

const KvsARN = "arn:aws:cloudfront::123456789012:key-value-store/dc7f6b0e";
const kvsTrips = [
  trip(new DescribeKeyValueStoreCommand({ KvsARN }), {
    KvsARN,
    ETag: "E1",
    ItemCount: 0,
    TotalSizeInBytes: 0,
    Created: new Date("2026-11-21T14:00:00.000Z"),
    Status: "READY",
  }),
  trip(new GetKeyCommand({ KvsARN, Key: "active/color" }), {
    Key: "active/color",
    Value: "green",
    ItemCount: 1,
    TotalSizeInBytes: 17,
  }),
  trip(new PutKeyCommand({ KvsARN, Key: "ä ?#%", Value: "", IfMatch: "E1" }), {
    ETag: "E2",
    ItemCount: 1,
    TotalSizeInBytes: 17,
  }),
  trip(new ListKeysCommand({ KvsARN, MaxResults: 10, NextToken: "a&b=c" }), { Items: [] }),
];

const Resource = "arn:aws:lambda:eu-west-1:123456789012:function:drain";
const bytes = (text: string) => Uint8ArrayBlobAdapter.fromString(text);
const lambdaTrips = [
  trip(
    new InvokeCommand({
      FunctionName: "drain:live",
      InvocationType: "RequestResponse",
      Payload: bytes('{"a":"ü"}'),
      Qualifier: "1",
    }),
    { StatusCode: 200, FunctionError: "Unhandled", Payload: bytes('{"errorMessage":"x"}'), ExecutedVersion: "1" },
  ),
  trip(new TagResourceCommand({ Resource, Tags: { color: "blue", empty: "" } }), {}),
  trip(new UntagResourceCommand({ Resource, TagKeys: ["a", "b c"] }), {}),
];

/** As AWS's asymmetric signatures begin: the credential scope holds no region. The SDK signs so only with an add-on. */
const sigV4A =
  "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20260101/cloudfront-keyvaluestore/aws4_request, SignedHeaders=host, Signature=00";

describe("the REST JSON protocol", () => {
  const wire = new WireUnderTest();
  let kvs: CloudFrontKeyValueStoreClient;
  let lambda: LambdaClient;

  before(async () => {
    await wire.start();
    lambda = wire.adopt(new LambdaClient(wire.clientConfig));
    kvs = wire.adopt(
      new CloudFrontKeyValueStoreClient({
        ...wire.clientConfig,
        endpoint: wire.url.replace("127.0.0.1", "localhost"),
        requestHandler: { httpAgent: new http.Agent({ lookup: resolveLocally }) },
        signer: { sign: async (request) => ({ ...request, headers: { ...request.headers, authorization: sigV4A } }) },
      }),
    );
  });
  after(() => wire.stop());

  for (const roundTrip of kvsTrips) {
    it(`carries cloudfront-keyvaluestore ${operationName(roundTrip.command)} both ways, to a host with the account in front`, () =>
      wire.assertRoundTrip("cloudfront-keyvaluestore", kvs, roundTrip));
  }

  for (const roundTrip of lambdaTrips) {
    it(`carries lambda ${operationName(roundTrip.command)} both ways`, () =>
      wire.assertRoundTrip("lambda", lambda, roundTrip));
  }

  it("carries the status of an asynchronous invocation and no payload", async () => {
    wire.calls.length = 0;
    wire.answer = { StatusCode: 202 };
    const { StatusCode, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: "drain", InvocationType: "Event" }),
    );
    expect({ StatusCode, payload: Payload?.byteLength ?? 0 }).to.deep.equal({ StatusCode: 202, payload: 0 });
    expect(wire.calls).to.deep.equal([
      { service: "lambda", operation: "Invoke", input: { FunctionName: "drain", InvocationType: "Event" } },
    ]);
  });

  it("raises a modelled exception as its class, with the model's status where none was chosen", async () => {
    const command = new InvokeCommand({ FunctionName: "none" });
    expect(
      await wire.refusal(lambda, command, new AwsError("ResourceNotFoundException", "Function not found")),
    ).to.deep.equal({
      name: "ResourceNotFoundException",
      message: "Function not found",
      className: "ResourceNotFoundException",
      statusCode: 404,
    });
  });

  it("raises a conflict of the key value store as its class", async () => {
    const command = new PutKeyCommand({ KvsARN, Key: "k", Value: "v", IfMatch: "old" });
    expect(await wire.refusal(kvs, command, new AwsError("ConflictException", "ETag mismatch", 409))).to.deep.equal({
      name: "ConflictException",
      message: "ETag mismatch",
      className: "ConflictException",
      statusCode: 409,
    });
  });
});

/** The SDK puts the account id in front of the host, which no name server knows. */
const resolveLocally: NonNullable<http.AgentOptions["lookup"]> = (_hostname, { all }, done) =>
  all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);
