import { expect } from "chai";
import { keyvaluestoreKey } from "../../../../../rehearsal/provider/live/cloudfront/keyvaluestore-key";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const inputs = { keyValueStoreArn: "arn:kvs", key: "active", value: "a" };
const place = { KvsARN: "arn:kvs", Key: "active" };
const existing = { id: "arn:kvs,active", state: inputs };
const kvs = (operation: string): string => `cloudfront-keyvaluestore:${operation}`;
const version = [kvs("DescribeKeyValueStore"), { KvsARN: "arn:kvs" }];
const written = {
  [kvs("DescribeKeyValueStore")]: { ETag: "E1" },
  [kvs("PutKey")]: { TotalSizeInBytes: 7, ETag: "E2" },
  [kvs("DeleteKey")]: {},
};

describe("aws.cloudfront.KeyvaluestoreKey", () => {
  it("is put upon the version of the store that was read just before", async () => {
    const { context, calls } = scriptedAws(written);

    expect(await keyvaluestoreKey.create(inputs, context)).to.deep.equal({
      id: "arn:kvs,active",
      outputs: { totalSizeInBytes: 7 },
    });
    expect(calls).to.deep.equal([version, [kvs("PutKey"), { ...place, Value: "a", IfMatch: "E1" }]]);
  });

  it("is updated by one write", async () => {
    const { context, calls } = scriptedAws(written);
    const news = { ...inputs, value: "b" };

    expect(await keyvaluestoreKey.update({ ...existing, olds: inputs, news }, context)).to.deep.equal({
      totalSizeInBytes: 7,
    });
    expect(calls).to.deep.equal([version, [kvs("PutKey"), { ...place, Value: "b", IfMatch: "E1" }]]);
    expect(keyvaluestoreKey.outputsChangedBy?.(inputs, news)).to.deep.equal(["totalSizeInBytes"]);
    expect(keyvaluestoreKey.outputsChangedBy?.(inputs, inputs)).to.deep.equal([]);
  });

  it("is read with the value that somebody else may have written, or found to be gone", async () => {
    const gone = new AwsError("ResourceNotFoundException", "gone", 404);
    const { context } = scriptedAws({ [kvs("GetKey")]: [{ Value: "other", TotalSizeInBytes: 11 }, gone] });

    expect(await keyvaluestoreKey.read(existing, context)).to.deep.equal({
      id: "arn:kvs,active",
      outputs: { totalSizeInBytes: 11 },
      inputs: { value: "other" },
    });
    expect(await keyvaluestoreKey.read(existing, context)).to.equal(undefined);
  });

  it("is deleted, and is no error where its store or itself is gone", async () => {
    const { context, calls } = scriptedAws(written);
    await keyvaluestoreKey.delete(existing, context);
    expect(calls).to.deep.equal([version, [kvs("DeleteKey"), { ...place, IfMatch: "E1" }]]);

    const gone = scriptedAws({ [kvs("DescribeKeyValueStore")]: [new AwsError("ResourceNotFoundException", "gone")] });
    await keyvaluestoreKey.delete(existing, gone.context);
    expect(gone.calls).to.deep.equal([version]);
  });
});
