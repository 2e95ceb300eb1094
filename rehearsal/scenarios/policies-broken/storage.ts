import * as aws from "@pulumi/aws";

// Each resource that is named after a policy breaks that policy, and no other one.

const flags = { blockPublicAcls: true, ignorePublicAcls: true, restrictPublicBuckets: true };

const bucket = new aws.s3.Bucket("bucket");
new aws.s3.BucketPublicAccessBlock("s3-stays-private", { bucket: bucket.bucket, ...flags, blockPublicPolicy: false });
new aws.s3.Bucket("s3-buckets-block-public-access");

new aws.cloudfront.Distribution("distributions-use-tls-1-2", {
  enabled: true,
  origins: [{ originId: "files", domainName: bucket.bucketRegionalDomainName }],
  defaultCacheBehavior: {
    targetOriginId: "files",
    viewerProtocolPolicy: "allow-all",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
});
