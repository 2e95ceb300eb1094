import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ApplicationLoadBalancer } from "./application-load-balancer";
import type { FrontendDomain } from "./frontend-domain";
import type { ReleaseBucket } from "./release-bucket";

/** What stands behind CloudFront. */
export interface FrontendDistributionArgs {
  readonly bucket: ReleaseBucket;
  /** Leads requests that are neither for assets nor for the API to the live release. */
  readonly viewerRequestArn: pulumi.Input<string>;
  readonly loadBalancer: ApplicationLoadBalancer;
  /** @default CloudFront's own domain */
  readonly domain?: FrontendDomain | undefined;
}

/** CloudFront before the releases and the internal load balancer. No release and no flip ever changes it. */
export class FrontendDistribution extends pulumi.ComponentResource {
  public readonly distribution: aws.cloudfront.Distribution;

  public constructor(name: string, args: FrontendDistributionArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:FrontendDistribution", name, {}, opts);
    const accessControl = this.createAccessControl(name);
    const vpcOrigin = this.createVpcOrigin(name, args);
    const headersPolicy = this.createHeadersPolicy(name);
    this.distribution = this.createDistribution(name, args, { accessControl, vpcOrigin, headersPolicy });
    this.registerOutputs({ distributionArn: this.distribution.arn });
  }

  private createAccessControl(name: string): aws.cloudfront.OriginAccessControl {
    return new aws.cloudfront.OriginAccessControl(
      `${name}-access`,
      {
        description: "Signs what CloudFront reads from S3",
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
      },
      { parent: this },
    );
  }

  private createVpcOrigin(name: string, { loadBalancer }: FrontendDistributionArgs): aws.cloudfront.VpcOrigin {
    return new aws.cloudfront.VpcOrigin(
      `${name}-vpc-origin`,
      {
        vpcOriginEndpointConfig: {
          // Another load balancer or protocol is another origin, so it needs another name.
          name: pulumi.interpolate`${loadBalancer.loadBalancerName}-${loadBalancer.protocol}`,
          arn: loadBalancer.loadBalancerArn,
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: `${loadBalancer.protocol}-only`,
          originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
        },
      },
      // One that a distribution uses can't be changed: https://github.com/hashicorp/terraform-provider-aws/issues/40905
      { parent: this, replaceOnChanges: ["vpcOriginEndpointConfig"] },
    );
  }

  /** For pages and assets; the API answers for itself. */
  private createHeadersPolicy(name: string): aws.cloudfront.ResponseHeadersPolicy {
    const override = true;
    return new aws.cloudfront.ResponseHeadersPolicy(
      `${name}-headers`,
      {
        comment: "Security headers of the frontend",
        securityHeadersConfig: {
          // A year, without subdomains: these aren't ours to decide about.
          strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override },
          contentTypeOptions: { override },
          referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override },
          frameOptions: { frameOption: "SAMEORIGIN", override },
          // What no single-page application needs; scripts and styles are for its own <meta> to narrow down.
          contentSecurityPolicy: {
            contentSecurityPolicy: "base-uri 'self'; frame-ancestors 'self'; object-src 'none'",
            override,
          },
        },
      },
      { parent: this },
    );
  }

  private createDistribution(
    name: string,
    args: FrontendDistributionArgs,
    parts: DistributionParts,
  ): aws.cloudfront.Distribution {
    return new aws.cloudfront.Distribution(
      `${name}-distribution`,
      {
        comment: `Frontend and API of ${pulumi.getProject()} ${pulumi.getStack()}`.slice(0, longestComment),
        enabled: true,
        isIpv6Enabled: true,
        httpVersion: "http2and3",
        origins: originsOf(args, parts),
        defaultCacheBehavior: releaseBehavior(args, parts),
        orderedCacheBehaviors: [assetBehavior(parts), apiBehavior],
        customErrorResponses: errorResponses,
        restrictions: { geoRestriction: { restrictionType: "none" } },
        ...namesOf(args),
      },
      { parent: this },
    );
  }
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html */
const longestComment = 128;

interface DistributionParts {
  readonly accessControl: aws.cloudfront.OriginAccessControl;
  readonly vpcOrigin: aws.cloudfront.VpcOrigin;
  readonly headersPolicy: aws.cloudfront.ResponseHeadersPolicy;
}

/** AWS's own policies: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html */
const allViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3";

const reading = ["GET", "HEAD"];

/** The two paths make everything else in the bucket unreachable, and a release's folder by its own name too. */
const originsOf = (
  { bucket, loadBalancer }: FrontendDistributionArgs,
  { accessControl, vpcOrigin }: DistributionParts,
): aws.types.input.cloudfront.DistributionOrigin[] => [
  ...["releases", "pool"].map((originId) => ({
    originId,
    domainName: bucket.domainName,
    originPath: `/${originId}`,
    originAccessControlId: accessControl.id,
  })),
  { originId: "api", domainName: loadBalancer.dnsName, vpcOriginConfig: { vpcOriginId: vpcOrigin.id } },
];

const fromBucket = ({ headersPolicy }: DistributionParts) => ({
  viewerProtocolPolicy: "redirect-to-https",
  allowedMethods: reading,
  cachedMethods: reading,
  compress: true,
  cachePolicyId: cachingOptimized,
  responseHeadersPolicyId: headersPolicy.id,
});

/** The rewritten URI is the cache's key, so that a switch needs no invalidation. */
const releaseBehavior = ({ viewerRequestArn }: FrontendDistributionArgs, parts: DistributionParts) => ({
  targetOriginId: "releases",
  ...fromBucket(parts),
  functionAssociations: [{ eventType: "viewer-request", functionArn: viewerRequestArn }],
});

/** Content-hashed files of all releases: nothing to decide, so no function that could fail or cost. */
const assetBehavior = (parts: DistributionParts) => ({
  pathPattern: "/assets/*",
  targetOriginId: "pool",
  ...fromBucket(parts),
});

/** Passes through as it is; a redirect to HTTPS would lose the body of a POST. */
const apiBehavior = {
  pathPattern: "/api/*",
  targetOriginId: "api",
  viewerProtocolPolicy: "https-only",
  allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
  cachedMethods: reading,
  compress: false,
  cachePolicyId: cachingDisabled,
  originRequestPolicyId: allViewer,
};

/**
 * Every code that CloudFront would otherwise cache for 10 seconds, even on paths without a cache. None has a page: pages
 * are for all paths of a distribution, so one would replace the API's own answers.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const errorResponses = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map((errorCode) => ({
  errorCode,
  errorCachingMinTtl: 0,
}));

/** With a domain of its own CloudFront speaks TLS 1.2 at least; before its own domain it doesn't let anybody choose. */
const namesOf = ({
  domain,
}: FrontendDistributionArgs): Pick<aws.cloudfront.DistributionArgs, "aliases" | "viewerCertificate"> =>
  domain === undefined
    ? { viewerCertificate: { cloudfrontDefaultCertificate: true } }
    : {
        aliases: [domain.domainName],
        viewerCertificate: {
          acmCertificateArn: domain.certificateArn,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
      };
