import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { fallbackRelease } from "../releases/plan-release-id";
import { fallbackPage } from "./fallback-page";

/** How the bucket is kept. */
export interface ReleaseBucketArgs {
  /** Whether a bucket that still holds releases stays when the stack goes. */
  readonly deletionProtection: boolean;
}

/** The private bucket of all frontend releases, with the page that a new stack serves. */
export class ReleaseBucket extends pulumi.ComponentResource {
  public readonly bucketName: pulumi.Output<string>;
  public readonly domainName: pulumi.Output<string>;
  private readonly name: string;
  private readonly bucket: aws.s3.Bucket;
  private readonly publicAccessBlock: pulumi.Resource;

  public constructor(name: string, args: ReleaseBucketArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:ReleaseBucket", name, {}, opts);
    this.name = name;
    this.bucket = new aws.s3.Bucket(name, { forceDestroy: !args.deletionProtection }, { parent: this });
    this.publicAccessBlock = this.createPublicAccessBlock();
    this.createOwnership();
    this.createEncryption();
    this.createLifecycle(this.createVersioning());
    this.createFallback();
    this.bucketName = this.bucket.bucket;
    this.domainName = this.bucket.bucketRegionalDomainName;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  /** Lets one distribution read what it serves, and nobody do anything without TLS. */
  public createPolicy(distributionArn: pulumi.Input<string>): void {
    const { arn: bucketArn, bucket } = this.bucket;
    const policy = pulumi
      .all([bucketArn, distributionArn])
      .apply(([bucket, distribution]) => JSON.stringify(policyOf(bucket, distribution)));
    new aws.s3.BucketPolicy(
      `${this.name}-policy`,
      { bucket, policy },
      { parent: this, dependsOn: [this.publicAccessBlock] },
    );
  }

  private createPublicAccessBlock(): pulumi.Resource {
    return new aws.s3.BucketPublicAccessBlock(
      `${this.name}-public-access`,
      {
        bucket: this.bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
  }

  private createOwnership(): void {
    const args = { bucket: this.bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } };
    new aws.s3.BucketOwnershipControls(`${this.name}-ownership`, args, { parent: this });
  }

  private createEncryption(): void {
    const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }];
    const args = { bucket: this.bucket.bucket, rules };
    new aws.s3.BucketServerSideEncryptionConfiguration(`${this.name}-encryption`, args, { parent: this });
  }

  private createVersioning(): pulumi.Resource {
    const args = { bucket: this.bucket.bucket, versioningConfiguration: { status: "Enabled" } };
    return new aws.s3.BucketVersioning(`${this.name}-versioning`, args, { parent: this });
  }

  /** Never by the age of what is current: the live release may be the oldest one. */
  private createLifecycle(versioning: pulumi.Resource): void {
    const all = { status: "Enabled", filter: {} };
    new aws.s3.BucketLifecycleConfiguration(
      `${this.name}-lifecycle`,
      {
        bucket: this.bucket.bucket,
        rules: [
          { ...all, id: "noncurrent-versions", noncurrentVersionExpiration: { noncurrentDays: 30 } },
          { ...all, id: "unfinished-uploads", abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
        ],
      },
      { parent: this, dependsOn: [versioning] },
    );
  }

  private createFallback(): void {
    new aws.s3.BucketObjectv2(
      `${this.name}-fallback`,
      {
        bucket: this.bucket.bucket,
        key: `releases/${fallbackRelease}/index.html`,
        content: fallbackPage,
        contentType: "text/html; charset=utf-8",
        // Unlike a release's, this page may change under its name.
        cacheControl: "no-cache",
        // As every release's files have it: going back to this page is probed for, too.
        metadata: { release: fallbackRelease },
      },
      { parent: this },
    );
  }
}

/**
 * CloudFront reads releases and their assets, never their manifests. With the right to list, S3 answers 404 for what isn't
 * there: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
const policyOf = (bucketArn: string, distributionArn: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "CloudFrontReads",
      ...cloudFront(distributionArn),
      Action: "s3:GetObject",
      Resource: [`${bucketArn}/pool/*`, `${bucketArn}/releases/*`],
    },
    {
      Sid: "CloudFrontLearnsWhatIsMissing",
      ...cloudFront(distributionArn),
      Action: "s3:ListBucket",
      Resource: bucketArn,
    },
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});

/** This distribution alone: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html */
const cloudFront = (distributionArn: string) => ({
  Effect: "Allow",
  Principal: { Service: "cloudfront.amazonaws.com" },
  Condition: { StringEquals: { "AWS:SourceArn": distributionArn } },
});
