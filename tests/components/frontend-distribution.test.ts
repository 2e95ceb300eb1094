import { expect } from "chai";
import { ApplicationLoadBalancer } from "../../components/application-load-balancer";
import { FrontendDistribution } from "../../components/frontend-distribution";
import { FrontendDomain } from "../../components/frontend-domain";
import { Network } from "../../components/network";
import { ReleaseBucket } from "../../components/release-bucket";
import { awsCalls } from "../support/components";
import { type RecordOptions, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:FrontendDistribution cdn";
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
const bucketDomain = "releases-name.s3.eu-central-1.amazonaws.com";

interface Variant extends Pick<RecordOptions, "project" | "stack"> {
  readonly hasDomain?: boolean;
  readonly isEncryptedInside?: boolean;
}

const record = ({ hasDomain = false, isEncryptedInside = false, ...names }: Variant = {}) =>
  recordResources(
    () => {
      const settings = { kind: "create", cidr: "10.0.0.0/16", availabilityZones: 2, natGateways: "Single" } as const;
      const loadBalancer = new ApplicationLoadBalancer("edge", {
        network: new Network("network", { settings }),
        exposure: "cloudfront",
        certificateArn: isEncryptedInside ? "arn:aws:acm:eu-central-1:123456789012:certificate/2" : undefined,
        deletionProtection: false,
      });
      const bucket = new ReleaseBucket("releases", { deletionProtection: false });
      const domain = hasDomain
        ? new FrontendDomain("domain", { domain: { name: "app.example.com", certificateArn } })
        : undefined;
      return new FrontendDistribution("cdn", { bucket, loadBalancer, domain, viewerRequestArn: "arn:the-function" });
    },
    { calls: awsCalls, ...names },
  );

const distributionOf = async (variant?: Variant) =>
  resourceOf((await record(variant)).resources, "aws:cloudfront/distribution:Distribution", "cdn-distribution").inputs;

const originOf = async (variant?: Variant) =>
  resourceOf((await record(variant)).resources, "aws:cloudfront/vpcOrigin:VpcOrigin", "cdn-vpc-origin");

const fromBucket = {
  viewerProtocolPolicy: "redirect-to-https",
  allowedMethods: ["GET", "HEAD"],
  cachedMethods: ["GET", "HEAD"],
  compress: true,
  cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  responseHeadersPolicyId: "cdn-headers-id",
};

describe("FrontendDistribution", () => {
  it("has three behaviours: releases through the function, assets and API without it", async () => {
    expect(await distributionOf()).to.deep.equal({
      comment: "Frontend and API of switchyard test",
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      origins: [
        {
          originId: "releases",
          domainName: bucketDomain,
          originPath: "/releases",
          originAccessControlId: "cdn-access-id",
        },
        { originId: "pool", domainName: bucketDomain, originPath: "/pool", originAccessControlId: "cdn-access-id" },
        {
          originId: "api",
          domainName: "edge-alb.example.com",
          vpcOriginConfig: { vpcOriginId: "cdn-vpc-origin-id" },
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "releases",
        ...fromBucket,
        functionAssociations: [{ eventType: "viewer-request", functionArn: "arn:the-function" }],
      },
      orderedCacheBehaviors: [
        { pathPattern: "/assets/*", targetOriginId: "pool", ...fromBucket },
        {
          pathPattern: "/api/*",
          targetOriginId: "api",
          viewerProtocolPolicy: "https-only",
          allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
          cachedMethods: ["GET", "HEAD"],
          compress: false,
          cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
          originRequestPolicyId: "216adef6-5c7f-47e4-b989-5492eafa07d3",
        },
      ],
      customErrorResponses: [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map((errorCode) => ({
        errorCode,
        errorCachingMinTtl: 0,
      })),
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
  });

  it("is described within CloudFront's 128 characters, however long the stack's name is", async () => {
    const { comment } = await distributionOf({ project: "p".repeat(100), stack: "s".repeat(100) });
    expect(comment).to.equal(`Frontend and API of ${"p".repeat(100)} ${"s".repeat(7)}`);
  });

  it("puts a page in the place of no error, and remembers none", async () => {
    const { customErrorResponses } = await distributionOf();
    const responses = customErrorResponses as readonly Readonly<Record<string, unknown>>[];
    expect(responses.filter((response) => "responsePagePath" in response || "responseCode" in response)).to.have.length(
      0,
    );
    expect(responses.map(({ errorCachingMinTtl }) => errorCachingMinTtl)).to.deep.equal(Array(11).fill(0));
  });

  it("answers to a domain with its certificate, over TLS 1.2 at least", async () => {
    const { aliases, viewerCertificate } = await distributionOf({ hasDomain: true });
    expect({ aliases, viewerCertificate }).to.deep.equal({
      aliases: ["app.example.com"],
      viewerCertificate: {
        acmCertificateArn: certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
    });
  });

  it("signs every read from S3, reaches the load balancer inside the network, and sets security headers", async () => {
    const { resources } = await record();
    const own = resources.filter(({ parent, name }) => parent === component && name !== "cdn-distribution");
    expect(own.map(({ type, name, inputs }) => ({ type, name, inputs }))).to.have.deep.members([
      {
        type: "aws:cloudfront/originAccessControl:OriginAccessControl",
        name: "cdn-access",
        inputs: {
          description: "Signs what CloudFront reads from S3",
          originAccessControlOriginType: "s3",
          signingBehavior: "always",
          signingProtocol: "sigv4",
        },
      },
      {
        type: "aws:cloudfront/vpcOrigin:VpcOrigin",
        name: "cdn-vpc-origin",
        inputs: {
          vpcOriginEndpointConfig: {
            name: "edge-alb-name-http",
            arn: "arn:edge-alb:LoadBalancer",
            httpPort: 80,
            httpsPort: 443,
            originProtocolPolicy: "http-only",
            originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
          },
        },
      },
      {
        type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
        name: "cdn-headers",
        inputs: {
          comment: "Security headers of the frontend",
          securityHeadersConfig: {
            strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true },
            contentTypeOptions: { override: true },
            referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
            frameOptions: { frameOption: "SAMEORIGIN", override: true },
            contentSecurityPolicy: {
              contentSecurityPolicy: "base-uri 'self'; frame-ancestors 'self'; object-src 'none'",
              override: true,
            },
          },
        },
      },
    ]);
  });

  it("speaks the load balancer's protocol, by another origin with another name", async () => {
    const { inputs } = await originOf({ isEncryptedInside: true });
    const { name, originProtocolPolicy } = inputs["vpcOriginEndpointConfig"] as Readonly<Record<string, unknown>>;
    expect({ name, originProtocolPolicy }).to.deep.equal({
      name: "edge-alb-name-https",
      originProtocolPolicy: "https-only",
    });
  });

  it("replaces an origin that a distribution uses rather than change it", async () => {
    expect((await originOf()).replaceOnChanges).to.deep.equal(["vpcOriginEndpointConfig"]);
  });
});
