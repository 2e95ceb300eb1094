import { expect } from "chai";
import { bucket } from "../../../../../rehearsal/provider/live/s3/bucket";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const inputs = { bucket: "releases-1", forceDestroy: true };
const resource = {
  id: "releases-1",
  outputs: {
    arn: "arn:aws:s3:::releases-1",
    bucketDomainName: "releases-1.s3.amazonaws.com",
    bucketRegion: "eu-west-1",
    bucketRegionalDomainName: "releases-1.s3.eu-west-1.amazonaws.com",
  },
};
const existing = { id: "releases-1", state: inputs };
const gone = new AwsError("NoSuchBucket", "gone", 404);
const notEmpty = new AwsError("BucketNotEmpty", "full", 409);

describe("aws.s3.Bucket", () => {
  it("is created in the provider's region, which the oldest region alone doesn't name", async () => {
    const { context, calls } = scriptedAws({ "s3:CreateBucket": {} });

    expect(await bucket.create(inputs, context)).to.deep.equal(resource);
    await bucket.create(inputs, { ...context, region: "us-east-1" });
    expect(calls).to.deep.equal([
      ["s3:CreateBucket", { Bucket: "releases-1", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }],
      ["s3:CreateBucket", { Bucket: "releases-1" }],
    ]);
  });

  it("is found, or found to be gone", async () => {
    const { context } = scriptedAws({ "s3:HeadBucket": [{}, new AwsError("NotFound", "gone", 404)] });

    expect(await bucket.read(existing, context)).to.deep.equal(resource);
    expect(await bucket.read(existing, context)).to.equal(undefined);
  });

  it("changes nothing in AWS where only forceDestroy or tags change", async () => {
    const { context, calls } = scriptedAws({});
    const news = { ...inputs, forceDestroy: false };

    expect(await bucket.update({ ...existing, olds: inputs, news }, context)).to.deep.equal({});
    expect(calls).to.deep.equal([]);
  });

  it("is deleted whether it is there or not", async () => {
    const { context, calls } = scriptedAws({ "s3:DeleteBucket": [{}, gone] });

    await bucket.delete(existing, context);
    await bucket.delete(existing, context);
    expect(calls.map(([operation]) => operation)).to.deep.equal(["s3:DeleteBucket", "s3:DeleteBucket"]);
  });

  it("is emptied, page by page, before it is deleted with forceDestroy", async () => {
    const page = (...keys: readonly string[]) => ({ Contents: keys.map((Key) => ({ Key })) });
    const { context, calls } = scriptedAws({
      "s3:DeleteBucket": [notEmpty, {}],
      "s3:ListObjectsV2": [page("a", "b"), page("c"), {}],
      "s3:DeleteObjects": {},
    });

    await bucket.delete(existing, context);
    const deleted = (...keys: readonly string[]) => ({
      Bucket: "releases-1",
      Delete: { Objects: keys.map((Key) => ({ Key })) },
    });
    expect(calls.filter(([operation]) => operation !== "s3:ListObjectsV2")).to.deep.equal([
      ["s3:DeleteBucket", { Bucket: "releases-1" }],
      ["s3:DeleteObjects", deleted("a", "b")],
      ["s3:DeleteObjects", deleted("c")],
      ["s3:DeleteBucket", { Bucket: "releases-1" }],
    ]);
  });

  it("stays with what it holds where nobody said forceDestroy", async () => {
    const { context, calls } = scriptedAws({ "s3:DeleteBucket": [notEmpty] });

    const error = await bucket.delete({ ...existing, state: { bucket: "releases-1" } }, context).catch(String);
    expect(error).to.match(/s3:DeleteBucket was answered with BucketNotEmpty/);
    expect(calls).to.have.length(1);
  });
});
