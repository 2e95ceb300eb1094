import { expect } from "chai";
import { distributionsUseTls12 } from "../../policies/distributions-use-tls-1-2";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { changed, resource } from "./facts";

const distribution = resource(types.distribution, {
  viewerCertificate: { acmCertificateArn: "arn", minimumProtocolVersion: "TLSv1.2_2021" },
  origins: [
    { originId: "files", domainName: "files.s3.amazonaws.com" },
    { originId: "api", customOriginConfig: { originSslProtocols: ["TLSv1.2"] } },
  ],
  defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
  orderedCacheBehaviors: [{ pathPattern: "/api/*", viewerProtocolPolicy: "https-only" }],
});
const check = (props: object) => distributionsUseTls12.check(changed(distribution, { ...props }));

describe("policy distributions-use-tls-1-2", () => {
  it("takes TLS 1.2 on both sides and a redirect", () => {
    expect(distributionsUseTls12.check(distribution)).to.deep.equal([]);
    expect(distributionsUseTls12.level).to.equal("mandatory");
  });

  it("refuses an older version from viewers", () => {
    expect(check({ viewerCertificate: { minimumProtocolVersion: "TLSv1.1_2016" } })).to.deep.equal([
      "minimumProtocolVersion is TLSv1.1_2016, allowed: TLSv1.2_2021 or newer.",
    ]);
    expect(check({ viewerCertificate: { acmCertificateArn: "arn" } })).to.deep.equal([
      "minimumProtocolVersion is TLSv1, the default, allowed: TLSv1.2_2021 or newer.",
    ]);
  });

  it("takes CloudFront's own certificate, which fixes the version by itself", () => {
    expect(check({ viewerCertificate: { cloudfrontDefaultCertificate: true } })).to.deep.equal([]);
  });

  it("refuses older versions towards an origin", () => {
    const origins = [{ customOriginConfig: { originSslProtocols: ["TLSv1", "TLSv1.1", "TLSv1.2"] } }];
    expect(check({ origins })).to.deep.equal(["originSslProtocols has TLSv1, TLSv1.1, allowed: TLSv1.2 alone."]);
  });

  it("refuses behaviours that answer over plain HTTP", () => {
    const open = "viewerProtocolPolicy is allow-all, allowed: redirect-to-https or https-only.";
    const behavior = { viewerProtocolPolicy: "allow-all" };
    expect(check({ defaultCacheBehavior: behavior })).to.deep.equal([open]);
    expect(check({ orderedCacheBehaviors: [behavior, behavior] })).to.deep.equal([open, open]);
  });

  it("says nothing about what isn't known yet", () => {
    const nothing = { viewerCertificate: unknownValue, origins: unknownValue, defaultCacheBehavior: unknownValue };
    expect(check(nothing)).to.deep.equal([]);
  });
});
