import { S3ServiceException } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { isTransientS3Error } from "../../clients/s3-bucket";
import { bucketName, RehearsedSite } from "../releases/rehearsed-site";

const { signal } = new AbortController();

describe("an S3 bucket", () => {
  const site = new RehearsedSite();
  before(() => site.start());
  after(() => site.stop());

  const put = (Key: string, Body: string) => site.region.call("s3", "PutObject", { Bucket: bucketName, Key, Body });
  const messageOf = (calling: Promise<unknown>): Promise<string> =>
    calling.then(
      () => "it succeeded",
      (error: Error) => error.message,
    );

  it("is listed to its end, with sizes and times", async () => {
    for (let index = 0; index < 1001; index += 1) await put(`many/${index}`, "xyz");
    const listed = await site.store().list("many/", signal);
    expect([listed.length, new Set(listed.map(({ key }) => key)).size]).to.deep.equal([1001, 1001]);
    expect(listed[0]).to.deep.equal({ key: "many/0", size: 3, modifiedAt: site.now });
    expect(await site.store().list("none/", signal)).to.deep.equal([]);
  });

  it("is emptied 1,000 keys at a time", async () => {
    site.region.calls.length = 0;
    const keys = (await site.store().list("many/", signal)).map(({ key }) => key);
    await site.store().remove(keys, signal);
    await site.store().remove([], signal);
    expect(site.region.calls.filter(({ operation }) => operation === "DeleteObjects").length).to.equal(2);
    expect(await site.keys("many/")).to.deep.equal([]);
  });

  it("tells what isn't there from what can't be read", async () => {
    const store = site.store();
    await put("text", "größer");
    expect(await store.read("text", signal)).to.equal("größer");
    expect(await store.read("none", signal)).to.equal(undefined);
    expect(await store.describe("none", signal)).to.equal(undefined);
    expect(await store.describe("text", signal)).to.deep.equal({ size: 8, sha256: undefined });
    site.region.faults.plant({
      service: "s3",
      operation: "GetObject",
      effect: { kind: "error", code: "AccessDenied", statusCode: 403 },
      times: 1,
    });
    expect(await messageOf(store.read("text", signal))).to.equal(
      "AWS denies access to the bucket site-bucket. Use credentials that may list, read, write and delete its objects.",
    );
  });

  it("says which objects it keeps", async () => {
    const { call } = site.region;
    site.region.call = async (service, operation, input) =>
      operation === "DeleteObjects"
        ? { Errors: [{ Key: "a", Code: "AccessDenied", Message: "no" }, { Key: "b" }] }
        : call.call(site.region, service, operation, input);
    expect(await messageOf(site.store().remove(["a", "b"], signal))).to.equal("S3 keeps 2 objects, a first: no");
    site.region.call = call;
  });

  it("gives up after the last try, with AWS's own error", async () => {
    site.region.faults.plant({
      service: "s3",
      operation: "GetObject",
      effect: { kind: "error", code: "SlowDown", statusCode: 503 },
      times: 4,
    });
    expect(await messageOf(site.store().read("text", signal))).to.equal(
      "GetObject: SlowDown (planted by the rehearsal)",
    );
    expect(await site.store().read("text", signal)).to.equal("größer");
  });

  it("stops where it is told to", async () => {
    const stop = new AbortController();
    stop.abort();
    site.region.calls.length = 0;
    expect(await messageOf(site.store().read("text", stop.signal))).to.equal("Request aborted");
    expect(site.region.calls).to.deep.equal([]);
  });
});

describe("isTransientS3Error", () => {
  const aws = (name: string, httpStatusCode: number): Error =>
    new S3ServiceException({ name, $fault: "server", message: name, $metadata: { httpStatusCode } });
  for (const [title, error, isTransient] of [
    ["S3's own fault", aws("InternalError", 500), true],
    ["throttling", aws("SlowDown", 503), true],
    ["throttling with 429", aws("TooManyRequests", 429), true],
    ["writers in each other's way", aws("ConditionalRequestConflict", 409), true],
    ["another conflict", aws("BucketNotEmpty", 409), false],
    ["a refusal", aws("AccessDenied", 403), false],
    ["a condition that doesn't hold", aws("PreconditionFailed", 412), false],
    ["a lost connection", Object.assign(new Error("x"), { code: "ECONNRESET" }), true],
    ["a connection that hangs", Object.assign(new Error("x"), { name: "TimeoutError" }), true],
    ["an upload that S3 has waited for too long", aws("RequestTimeout", 400), true],
    ["an unknown host", Object.assign(new Error("x"), { code: "ENOTFOUND" }), false],
    ["an abort", Object.assign(new Error("x"), { name: "AbortError" }), false],
    ["a mistake of ours", new TypeError("x"), false],
    ["what is no error", "x", false],
  ] as const) {
    it(`says ${isTransient} of ${title}`, () => expect(isTransientS3Error(error)).to.equal(isTransient));
  }
});
