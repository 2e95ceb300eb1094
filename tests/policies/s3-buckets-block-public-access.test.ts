import { expect } from "chai";
import { types } from "../../policies/pack/resource-types";
import { s3BucketsBlockPublicAccess } from "../../policies/s3-buckets-block-public-access";
import { member } from "./facts";

const bucket = member(types.bucket, "files", { props: { id: "files-0a1b2c3" } });
const block = member(types.publicAccessBlock, "files", { references: { bucket } });
const violation = [{ urn: bucket.urn, message: "Has no BucketPublicAccessBlock: add one with all four flags true." }];

describe("policy s3-buckets-block-public-access", () => {
  it("takes a bucket with a block, found by reference or by name", () => {
    const named = member(types.publicAccessBlock, "files", { props: { bucket: "files-0a1b2c3" } });
    expect(s3BucketsBlockPublicAccess.check([bucket, block])).to.deep.equal([]);
    expect(s3BucketsBlockPublicAccess.check([bucket, named])).to.deep.equal([]);
    expect(s3BucketsBlockPublicAccess.level).to.equal("mandatory");
  });

  it("refuses a bucket without a block, and one whose block is another's", () => {
    const other = member(types.publicAccessBlock, "other", { props: { bucket: "other" } });
    expect(s3BucketsBlockPublicAccess.check([bucket])).to.deep.equal(violation);
    expect(s3BucketsBlockPublicAccess.check([bucket, other])).to.deep.equal(violation);
  });

  it("takes exceptions by their logical name", () => {
    expect(s3BucketsBlockPublicAccess.check([bucket], { exceptions: ["files"] })).to.deep.equal([]);
  });
});
