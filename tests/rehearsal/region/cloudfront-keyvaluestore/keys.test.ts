import { expect } from "chai";
import { createKeyValueStore } from "../../../../clients/key-value-store";
import { AwsError } from "../../../../rehearsal/region/operation";
import { Region } from "../../../../rehearsal/region/region";
import { startEndpoint } from "../../../../rehearsal/wire/endpoint";

describe("key value stores in the region", () => {
  let region: Region;
  let KvsARN: string;
  let IfMatch: string;

  const kvs = async (operation: string, input: object): Promise<Record<string, unknown>> => ({
    ...(await region.call("cloudfront-keyvaluestore", operation, { KvsARN, ...input })),
  });
  const refusal = (calling: Promise<unknown>): Promise<unknown> =>
    calling.then(
      (output) => output,
      (error: unknown) => (error instanceof AwsError ? [error.code, error.statusCode, error.message] : error),
    );
  const etag = async (): Promise<string> => String((await kvs("DescribeKeyValueStore", {}))["ETag"]);
  const items = async (): Promise<unknown> => (await kvs("ListKeys", {}))["Items"];

  beforeEach(async () => {
    region = new Region({ now: () => 1000 });
    const created = await region.call("cloudfront", "CreateKeyValueStore", { Name: "site", Comment: "c" });
    const { KeyValueStore, ETag } = created as { KeyValueStore: { ARN: string }; ETag: string };
    [KvsARN, IfMatch] = [KeyValueStore.ARN, ETag];
  });

  it("begin empty and tell their version", async () => {
    expect(KvsARN).to.match(
      /^arn:aws:cloudfront::123456789012:key-value-store\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    expect(await kvs("DescribeKeyValueStore", {})).to.deep.equal({
      ItemCount: 0,
      TotalSizeInBytes: 0,
      KvsARN,
      Created: new Date(1000),
      LastModified: new Date(1000),
      ETag: IfMatch,
      Status: "READY",
    });
  });

  it("take a write for the version that is named, and get another version by it", async () => {
    const written = await kvs("PutKey", { Key: "active", Value: "blue", IfMatch });
    const after = await etag();
    expect(written).to.deep.equal({ ItemCount: 1, TotalSizeInBytes: 10, ETag: after });
    expect(after)
      .to.match(/^E[0-9A-F]{13}$/)
      .and.not.to.equal(IfMatch);
    expect(await kvs("GetKey", { Key: "active" })).to.deep.equal({
      ItemCount: 1,
      TotalSizeInBytes: 10,
      Key: "active",
      Value: "blue",
    });
  });

  for (const [operation, input] of [
    ["PutKey", { Key: "active", Value: "green" }],
    ["DeleteKey", { Key: "active" }],
    ["UpdateKeys", { Puts: [{ Key: "active", Value: "green" }] }],
  ] as const) {
    it(`refuse ${operation} for a version that is gone: nobody's update is lost`, async () => {
      await kvs("PutKey", { Key: "active", Value: "blue", IfMatch });
      expect(await refusal(kvs(operation, { ...input, IfMatch }))).to.deep.equal([
        "ValidationException",
        400,
        "Pre-Condition failed",
      ]);
      expect(await items()).to.deep.equal([{ Key: "active", Value: "blue" }]);
    });
  }

  it("change all keys of a batch or none", async () => {
    await kvs("UpdateKeys", {
      Puts: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ],
      IfMatch,
    });
    const batch = { Puts: [{ Key: "c", Value: "3" }], Deletes: [{ Key: "a" }, { Key: "none" }] };
    const refused = await refusal(kvs("UpdateKeys", { ...batch, IfMatch: await etag() }));
    expect(refused).to.deep.equal(["ResourceNotFoundException", 404, "Key none was not found."]);
    expect(await items()).to.deep.equal([
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ]);
    await kvs("UpdateKeys", { ...batch, Deletes: [{ Key: "a" }], IfMatch: await etag() });
    expect(await items()).to.deep.equal([
      { Key: "b", Value: "2" },
      { Key: "c", Value: "3" },
    ]);
    await kvs("DeleteKey", { Key: "b", IfMatch: await etag() });
    expect(await items()).to.deep.equal([{ Key: "c", Value: "3" }]);
  });

  for (const [title, operation, input, code] of [
    ["an empty key", "PutKey", { Key: "", Value: "x" }, "ValidationException"],
    ["a key of 513 bytes", "PutKey", { Key: "k".repeat(513), Value: "x" }, "ValidationException"],
    ["a value of 1,025 bytes", "PutKey", { Key: "k", Value: "v".repeat(1025) }, "ServiceQuotaExceededException"],
    ["51 changes", "UpdateKeys", { Deletes: Array(51).fill({ Key: "k" }) }, "ValidationException"],
    ["3 MB at once", "UpdateKeys", { Puts: [{ Key: "k", Value: "v".repeat(3_000_000) }] }, "ValidationException"],
  ] as const) {
    it(`refuse ${title}`, async () => {
      expect(await refusal(kvs(operation, { ...input, IfMatch }))).to.have.property("0", code);
      expect(await etag()).to.equal(IfMatch);
    });
  }

  it("take a key and a value of the largest size", async () => {
    await kvs("PutKey", { Key: "k".repeat(512), Value: "v".repeat(1024), IfMatch });
    expect((await kvs("DescribeKeyValueStore", {}))["TotalSizeInBytes"]).to.equal(1536);
  });

  it("refuse to grow above 5 MB", async () => {
    const { stores } = region.state.keyValueStores;
    const [store] = Object.values(stores);
    if (store === undefined) throw new Error("There is no store.");
    const full = { ...store, items: { filler: "x".repeat(5_000_000 - 10) } };
    region = new Region({ state: { ...region.state, keyValueStores: { stores: { [KvsARN]: full } } } });
    await kvs("PutKey", { Key: "a", Value: "123", IfMatch });
    expect(await refusal(kvs("PutKey", { Key: "b", Value: "1", IfMatch: await etag() }))).to.have.property(
      "0",
      "ServiceQuotaExceededException",
    );
  });

  it("list 50 keys a page", async () => {
    const put = async (from: number) => {
      const Puts = Array.from({ length: 30 }, (_, index) => ({ Key: `k${from + index}`, Value: "v" }));
      await kvs("UpdateKeys", { Puts, IfMatch: await etag() });
    };
    await put(10);
    await put(40);
    const first = await kvs("ListKeys", {});
    const second = await kvs("ListKeys", { NextToken: first["NextToken"] });
    expect([first, second].map(({ Items }) => (Items as object[]).length)).to.deep.equal([50, 10]);
    expect(second).not.to.have.property("NextToken");
  });

  it("refuse keys and stores that aren't there", async () => {
    expect(await refusal(kvs("GetKey", { Key: "toString" }))).to.have.property("0", "ResourceNotFoundException");
    expect(await refusal(kvs("GetKey", { KvsARN: "arn:none", Key: "a" }))).to.have.property(
      "0",
      "ResourceNotFoundException",
    );
  });

  it("are made and deleted by name", async () => {
    const cloudfront = (operation: string, input: object) => region.call("cloudfront", operation, input);
    expect(await refusal(cloudfront("CreateKeyValueStore", { Name: "site" }))).to.have.property(
      "0",
      "EntityAlreadyExists",
    );
    expect(await refusal(cloudfront("CreateKeyValueStore", { Name: "no way" }))).to.have.property(
      "0",
      "InvalidArgument",
    );
    expect(await refusal(cloudfront("CreateKeyValueStore", { Name: "x", ImportSource: {} }))).to.have.property(
      "0",
      "NotModelled",
    );
    expect(await cloudfront("DescribeKeyValueStore", { Name: "site" })).to.deep.equal({
      ETag: IfMatch,
      Location: "https://cloudfront.amazonaws.com/2020-05-31/key-value-store/site",
      KeyValueStore: {
        Name: "site",
        Id: KvsARN.split("/")[1],
        ARN: KvsARN,
        Comment: "c",
        Status: "READY",
        LastModifiedTime: new Date(1000),
      },
    });
    expect(await refusal(cloudfront("DeleteKeyValueStore", { Name: "site", IfMatch: "E0" }))).to.have.property(
      "0",
      "PreconditionFailed",
    );
    await cloudfront("DeleteKeyValueStore", { Name: "site", IfMatch });
    expect(await refusal(cloudfront("DescribeKeyValueStore", { Name: "site" }))).to.have.property(
      "0",
      "EntityNotFound",
    );
  });

  it("are read by the real client, signed for all regions", async () => {
    await kvs("PutKey", { Key: "active", Value: "blue", IfMatch });
    const endpoint = await startEndpoint((service, operation, input) => region.call(service, operation, input));
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
    const endpoints = { cloudfrontkeyvaluestore: endpoint.url };
    const client = createKeyValueStore({ region: "eu-west-1", credentials, endpoints, unsupported: [] }, KvsARN);
    const { signal } = new AbortController();
    expect(await client.get("active", signal)).to.equal("blue");
    expect(await client.get("none", signal).catch((error: Error) => error.name)).to.equal("ResourceNotFoundException");
    await endpoint.close();
  });
});
