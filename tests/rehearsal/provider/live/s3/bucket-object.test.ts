import { expect } from "chai";
import { bucketObject } from "../../../../../rehearsal/provider/live/s3/bucket-object";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const place = { Bucket: "releases-1", Key: "releases/fallback/index.html" };
const inputs = {
  bucket: place.Bucket,
  key: place.Key,
  content: "<p>soon",
  contentType: "text/html",
  cacheControl: "no-cache",
};
const id = `${place.Bucket}/${place.Key}`;
const found = { ETag: '"e1"', ContentType: "text/html", CacheControl: "no-cache" };
const reading = {
  id,
  outputs: { arn: `arn:aws:s3:::${id}`, etag: "e1" },
  inputs: { cacheControl: "no-cache", contentType: "text/html" },
};
const put = (Body: string) => [
  "s3:PutObject",
  { ...place, Body: Buffer.from(Body), ContentType: "text/html", CacheControl: "no-cache" },
];

describe("aws.s3.BucketObjectv2", () => {
  it("is put, and asked for its ETag", async () => {
    const { context, calls } = scriptedAws({ "s3:PutObject": {}, "s3:HeadObject": found });

    expect(await bucketObject.create(inputs, context)).to.deep.equal(reading);
    expect(calls).to.deep.equal([put("<p>soon"), ["s3:HeadObject", place]]);
  });

  it("is put with metadata and content that is no text", async () => {
    const { context, calls } = scriptedAws({ "s3:PutObject": {}, "s3:HeadObject": found });
    const binary = { ...place, bucket: place.Bucket, key: "k", contentBase64: "/wA=", metadata: { release: 1 } };
    await bucketObject.create(binary, context);

    expect(calls[0]).to.deep.equal([
      "s3:PutObject",
      { Bucket: place.Bucket, Key: "k", Body: Buffer.from([255, 0]), Metadata: { release: "1" } },
    ]);
  });

  it("refuses content from a file, which nothing here uses", async () => {
    const { context, calls } = scriptedAws({});
    const error = await bucketObject.create({ ...inputs, source: {} }, context).catch(String);

    expect(error).to.equal("Error: The rehearsal does not model the property source of a bucket object: use content.");
    expect(calls).to.deep.equal([]);
  });

  it("is put again where its content changes, which is when its ETag does", async () => {
    const { context, calls } = scriptedAws({ "s3:PutObject": {}, "s3:HeadObject": { ...found, ETag: '"e2"' } });
    const news = { ...inputs, content: "<p>new" };
    const change = { id, state: inputs, olds: inputs, news };

    expect(await bucketObject.update(change, context)).to.include({ etag: "e2" });
    await bucketObject.update({ ...change, news: { ...inputs, tags: { a: "b" } } }, context);
    expect(calls.filter(([operation]) => operation === "s3:PutObject")).to.deep.equal([put("<p>new")]);
    expect(bucketObject.outputsChangedBy?.(inputs, news)).to.deep.equal(["etag"]);
    expect(bucketObject.outputsChangedBy?.(inputs, { ...inputs, tags: {} })).to.deep.equal([]);
  });

  it("is found to be gone, deleted whether it is there or not, and missed right after a write", async () => {
    const gone = new AwsError("NotFound", "gone", 404);
    const { context, calls } = scriptedAws({ "s3:HeadObject": [gone], "s3:DeleteObject": {}, "s3:PutObject": {} });

    expect(await bucketObject.read({ id, state: inputs }, context)).to.equal(undefined);
    await bucketObject.delete({ id, state: inputs }, context);
    expect(calls.at(-1)).to.deep.equal(["s3:DeleteObject", place]);
    expect(await bucketObject.create(inputs, context).catch(String)).to.equal(
      "Error: The object releases/fallback/index.html is gone right after it was written.",
    );
  });
});
