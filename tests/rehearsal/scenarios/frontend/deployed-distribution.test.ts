import { expect } from "chai";
import { declaredBehaviors } from "../../../../rehearsal/region/effects/edge";
import { parseDistribution } from "../../../../rehearsal/scenarios/frontend/deployed-distribution";

const caching = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const noCaching = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const domainName = "releases-1.s3.eu-west-1.amazonaws.com";
const distribution = {
  origins: [
    { originId: "releases", domainName, originPath: "/releases" },
    { originId: "pool", domainName, originPath: "/pool" },
    { originId: "api", domainName: "internal-edge", vpcOriginConfig: { vpcOriginId: "vo_1" } },
  ],
  orderedCacheBehaviors: [
    {
      pathPattern: "/assets/*",
      targetOriginId: "pool",
      cachePolicyId: caching,
      responseHeadersPolicyId: "policy",
    },
    { pathPattern: "/api/*", targetOriginId: "api", cachePolicyId: noCaching },
  ],
  defaultCacheBehavior: {
    targetOriginId: "releases",
    cachePolicyId: caching,
    responseHeadersPolicyId: "policy",
    functionAssociations: [{ eventType: "viewer-request", functionArn: "arn:f" }],
  },
};
const edgeFunction = { arn: "arn:f", code: "// code", keyValueStoreAssociations: ["arn:kvs"] };
const bucket = { bucket: "releases-1", bucketRegionalDomainName: domainName };

const securityHeadersConfig = {
  strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true },
  contentTypeOptions: { override: true },
  referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
  frameOptions: { frameOption: "SAMEORIGIN", override: true },
  contentSecurityPolicy: {
    contentSecurityPolicy: "base-uri 'self'; frame-ancestors 'self'; object-src 'none'",
    override: true,
  },
};
const policyType = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";

const exported = (
  change: object = {},
  others: readonly object[] = [{ type: "aws:s3/bucket:Bucket", outputs: bucket }],
  headers: object = securityHeadersConfig,
) =>
  JSON.stringify({
    deployment: {
      resources: [
        { type: "aws:cloudfront/distribution:Distribution", outputs: { ...distribution, ...change } },
        { type: "aws:cloudfront/function:Function", outputs: edgeFunction },
        { type: policyType, outputs: { securityHeadersConfig: headers } },
        ...others,
      ],
    },
  });

describe("parseDistribution", () => {
  it("reads behaviors, origins, function and store as they were deployed", () => {
    expect(parseDistribution(exported())).to.deep.equal({
      behaviors: declaredBehaviors({ bucket: "releases-1", functionSource: "// code" }),
      functionSource: "// code",
      keyValueStoreArn: "arn:kvs",
      bucket: "releases-1",
    });
  });

  for (const [what, change, expected] of [
    [
      "a behavior without an origin",
      { defaultCacheBehavior: { ...distribution.defaultCacheBehavior, targetOriginId: "elsewhere" } },
      "The behavior * has no origin that is modelled.",
    ],
    [
      "an origin that is no bucket of the stack",
      { origins: [{ originId: "releases", domainName: "example.com" }, ...distribution.origins.slice(1)] },
      "The behavior * has no origin that is modelled.",
    ],
    [
      "another cache policy",
      { defaultCacheBehavior: { ...distribution.defaultCacheBehavior, cachePolicyId: noCaching } },
      `The edge doesn't model ${noCaching}.`,
    ],
    [
      "a function that isn't the stack's",
      {
        defaultCacheBehavior: {
          ...distribution.defaultCacheBehavior,
          functionAssociations: [{ functionArn: "arn:other" }],
        },
      },
      "A behavior runs arn:other, which is no function of the stack.",
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => parseDistribution(exported(change))).to.throw(expected);
    });
  }

  it("adds no header that the policy doesn't have", () => {
    const { behaviors } = parseDistribution(exported({}, undefined, { contentTypeOptions: { override: true } }));

    expect(behaviors.map(({ responseHeaders }) => responseHeaders)).to.deep.equal([
      { "x-content-type-options": "nosniff" },
      undefined,
      { "x-content-type-options": "nosniff" },
    ]);
  });

  it("says what a stack lacks", () => {
    expect(() => parseDistribution(exported({}, []))).to.throw(
      "The stack has no aws:s3/bucket:Bucket: deploy it with exposure cloudfront.",
    );
  });
});
