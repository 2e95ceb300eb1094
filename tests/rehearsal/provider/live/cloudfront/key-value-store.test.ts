import { expect } from "chai";
import { keyValueStore } from "../../../../../rehearsal/provider/live/cloudfront/key-value-store";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const inputs = { name: "site-1", comment: "which" };
const described = (Status: string) => ({
  ETag: "E1",
  KeyValueStore: { ARN: "arn:kvs", Status, LastModifiedTime: new Date(0) },
});
const reading = {
  id: "site-1",
  outputs: { arn: "arn:kvs", etag: "E1", lastModifiedTime: "1970-01-01T00:00:00.000Z" },
};
const describeCall = ["cloudfront:DescribeKeyValueStore", { Name: "site-1" }];

describe("aws.cloudfront.KeyValueStore", () => {
  it("is created, and waited for until a function can be associated with it", async () => {
    const { context, calls, kept } = scriptedAws({
      "cloudfront:CreateKeyValueStore": {},
      "cloudfront:DescribeKeyValueStore": [described("PROVISIONING"), described("READY")],
    });

    expect(await keyValueStore.create(inputs, context)).to.deep.equal(reading);
    expect(kept).to.deep.equal([{ id: "site-1", outputs: {} }]);
    expect(calls).to.deep.equal([
      ["cloudfront:CreateKeyValueStore", { Name: "site-1", Comment: "which" }],
      describeCall,
      describeCall,
    ]);
  });

  it("gets another comment, in the version that it has", async () => {
    const { context, calls } = scriptedAws({
      "cloudfront:DescribeKeyValueStore": described("READY"),
      "cloudfront:UpdateKeyValueStore": {},
    });
    const change = { id: "site-1", state: inputs, olds: inputs, news: inputs };
    await keyValueStore.update(change, context);
    await keyValueStore.update({ ...change, news: { ...inputs, comment: "other" } }, context);

    expect(calls.filter(([operation]) => operation.includes("Update"))).to.deep.equal([
      ["cloudfront:UpdateKeyValueStore", { Name: "site-1", Comment: "other", IfMatch: "E1" }],
    ]);
  });

  it("is found, or found to be gone, and deleted in the version that it has", async () => {
    const gone = new AwsError("EntityNotFound", "gone", 404);
    const { context, calls } = scriptedAws({
      "cloudfront:DescribeKeyValueStore": [described("READY"), described("READY"), gone],
      "cloudfront:DeleteKeyValueStore": {},
    });
    const existing = { id: "site-1", state: inputs };

    expect(await keyValueStore.read(existing, context)).to.deep.equal(reading);
    await keyValueStore.delete(existing, context);
    await keyValueStore.delete(existing, context);
    expect(await keyValueStore.read(existing, context)).to.equal(undefined);
    expect(calls.filter(([operation]) => operation.includes("Delete"))).to.deep.equal([
      ["cloudfront:DeleteKeyValueStore", { Name: "site-1", IfMatch: "E1" }],
    ]);
  });
});
