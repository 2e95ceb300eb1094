import { expect } from "chai";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { s3StaysPrivate } from "../../policies/s3-stays-private";
import { changed, resource } from "./facts";

const block = resource(types.publicAccessBlock, {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});
const statement = {
  Effect: "Allow",
  Principal: { Service: "cloudfront.amazonaws.com" },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::files/*",
  Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudfront::1:distribution/E" } },
};
const policy = (changes: object = {}) =>
  resource(types.bucketPolicy, { policy: JSON.stringify({ Statement: [{ ...statement, ...changes }] }) });
const open = ["Allows everybody s3:GetObject: name a principal, or bind the statement by aws:SourceArn."];

describe("policy s3-stays-private", () => {
  it("takes a full access block, private buckets and a policy for CloudFront", () => {
    const facts = [block, policy(), resource(types.bucket, {}), resource(types.bucketAcl, { acl: "private" })];
    expect(facts.flatMap((one) => s3StaysPrivate.check(one))).to.deep.equal([]);
    expect(s3StaysPrivate.level).to.equal("mandatory");
  });

  for (const flag of ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]) {
    it(`refuses an access block without ${flag}`, () => {
      const message = `${flag}: got false, allowed: true, so that nothing becomes public.`;
      expect(s3StaysPrivate.check(changed(block, { [flag]: false }))).to.deep.equal([message]);
      expect(s3StaysPrivate.check(changed(block, { [flag]: undefined }))).to.deep.equal([message]);
      expect(s3StaysPrivate.check(changed(block, { [flag]: unknownValue }))).to.deep.equal([]);
    });
  }

  for (const acl of ["public-read", "public-read-write", "authenticated-read"]) {
    it(`refuses the access control list ${acl}`, () => {
      const message = `acl is ${acl}, allowed: private. Let CloudFront read through an origin access control.`;
      expect(s3StaysPrivate.check(resource(types.bucketAcl, { acl }))).to.deep.equal([message]);
      expect(s3StaysPrivate.check(resource(types.bucket, { acl }))).to.deep.equal([message]);
    });
  }

  it("refuses a policy for everybody, however they are written", () => {
    for (const Principal of ["*", { AWS: "*" }, { AWS: ["*"] }])
      expect(s3StaysPrivate.check(policy({ Principal, Condition: undefined }))).to.deep.equal(open);
  });

  it("refuses a condition that says how, not who", () => {
    const Condition = { Bool: { "aws:SecureTransport": "true" } };
    expect(s3StaysPrivate.check(policy({ Principal: "*", Condition }))).to.deep.equal(open);
  });

  it("takes everybody where a condition names the source, and a denial to everybody", () => {
    expect(s3StaysPrivate.check(policy({ Principal: "*" }))).to.deep.equal([]);
    expect(s3StaysPrivate.check(policy({ Principal: "*", Effect: "Deny", Condition: undefined }))).to.deep.equal([]);
  });
});
