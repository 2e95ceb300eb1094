import { expect } from "chai";
import { fallbackPage } from "../../components/fallback-page";
import { ReleaseBucket } from "../../components/release-bucket";
import { fallbackRelease } from "../../releases/plan-release-id";
import { outputValue, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:ReleaseBucket releases";
const bucket = "releases-name";
const distributionArn = "arn:aws:cloudfront::123456789012:distribution/E1";

const record = (deletionProtection = true) =>
  recordResources(() => {
    const created = new ReleaseBucket("releases", { deletionProtection });
    created.createPolicy(distributionArn);
    return created;
  });

const policy = async () => {
  const { inputs } = resourceOf((await record()).resources, "aws:s3/bucketPolicy:BucketPolicy", "releases-policy");
  return JSON.parse(String(inputs["policy"]));
};

describe("ReleaseBucket", () => {
  it("is private, encrypted, versioned and without ACLs, each by a resource of its own", async () => {
    const { resources } = await record();
    const own = resources.filter(({ parent }) => parent === component);
    expect(own).to.have.length(resources.length - 1);
    const withoutPolicy = own.filter(({ name }) => name !== "releases-policy");
    expect(withoutPolicy.map(({ type, name, inputs }) => ({ type, name, inputs }))).to.have.deep.members([
      { type: "aws:s3/bucket:Bucket", name: "releases", inputs: { forceDestroy: false } },
      {
        type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        name: "releases-public-access",
        inputs: {
          bucket,
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
      },
      {
        type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        name: "releases-ownership",
        inputs: { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      },
      {
        type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        name: "releases-encryption",
        inputs: { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      },
      {
        type: "aws:s3/bucketVersioning:BucketVersioning",
        name: "releases-versioning",
        inputs: { bucket, versioningConfiguration: { status: "Enabled" } },
      },
      {
        type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        name: "releases-lifecycle",
        inputs: {
          bucket,
          rules: [
            {
              id: "noncurrent-versions",
              status: "Enabled",
              filter: {},
              noncurrentVersionExpiration: { noncurrentDays: 30 },
            },
            {
              id: "unfinished-uploads",
              status: "Enabled",
              filter: {},
              abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
            },
          ],
        },
      },
      {
        type: "aws:s3/bucketObjectv2:BucketObjectv2",
        name: "releases-fallback",
        inputs: {
          bucket,
          key: `releases/${fallbackRelease}/index.html`,
          content: fallbackPage,
          contentType: "text/html; charset=utf-8",
          cacheControl: "no-cache",
          metadata: { release: fallbackRelease },
        },
      },
    ]);
  });

  it("never lets a current object expire, however old the live release is", async () => {
    const { resources } = await record();
    const { inputs } = resourceOf(
      resources,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "releases-lifecycle",
    );
    const actions = (inputs["rules"] as object[]).flatMap((rule) => Object.keys(rule));
    expect(new Set(actions)).to.deep.equal(
      new Set(["id", "status", "filter", "noncurrentVersionExpiration", "abortIncompleteMultipartUpload"]),
    );
  });

  it("lets one distribution read releases and assets and learn what is missing, and nobody come without TLS", async () => {
    const principal = { Service: "cloudfront.amazonaws.com" };
    const thisOne = { StringEquals: { "AWS:SourceArn": distributionArn } };
    const arn = "arn:releases:Bucket";
    expect(await policy()).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "CloudFrontReads",
          Effect: "Allow",
          Principal: principal,
          Condition: thisOne,
          Action: "s3:GetObject",
          Resource: [`${arn}/pool/*`, `${arn}/releases/*`],
        },
        {
          Sid: "CloudFrontLearnsWhatIsMissing",
          Effect: "Allow",
          Principal: principal,
          Condition: thisOne,
          Action: "s3:ListBucket",
          Resource: arn,
        },
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [arn, `${arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("has versions before rules about them, and no public policy before one is refused", async () => {
    const { resources } = await record();
    const dependenciesOf = (name: string) => resources.find((resource) => resource.name === name)?.dependsOn;
    expect(dependenciesOf("releases-lifecycle")).to.deep.equal([
      "aws:s3/bucket:Bucket releases",
      "aws:s3/bucketVersioning:BucketVersioning releases-versioning",
    ]);
    expect(dependenciesOf("releases-policy")).to.deep.equal([
      "aws:s3/bucket:Bucket releases",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock releases-public-access",
    ]);
  });

  it("goes with the stack where nothing is protected, releases and all", async () => {
    const { resources } = await record(false);
    expect(resourceOf(resources, "aws:s3/bucket:Bucket", "releases").inputs).to.deep.equal({ forceDestroy: true });
  });

  it("tells where releases go", async () => {
    const { result } = await record();
    expect(await outputValue(result.bucketName)).to.equal(bucket);
    expect(await outputValue(result.domainName)).to.equal(`${bucket}.s3.eu-central-1.amazonaws.com`);
  });
});

describe("fallbackPage", () => {
  it("stands alone: it names no file that nobody uploaded", () => {
    expect(fallbackPage).to.match(/^<!doctype html>\n/);
    expect(fallbackPage).not.to.match(/\b(src|href)=|url\(|@import/);
  });
});
