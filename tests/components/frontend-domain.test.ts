import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { FrontendDomain } from "../../components/frontend-domain";
import type { DomainSettings } from "../../settings";
import { outputValue, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:FrontendDomain domain";
const record53 = "aws:route53/record:Record";
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
const hostedZoneId = "Z0123456789";

const record = (settings: Omit<DomainSettings, "name">) =>
  recordResources(() => {
    const domain = new FrontendDomain("domain", { domain: { name: "app.example.com", ...settings } });
    domain.createRecords(aws.cloudfront.Distribution.get("cdn", "E1"));
    return domain;
  });

const alias = (type: string) => ({
  type: record53,
  name: `domain-${type.toLowerCase()}`,
  inputs: {
    zoneId: hostedZoneId,
    name: "app.example.com",
    type,
    aliases: [{ name: "cdn.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false }],
  },
});

const childrenOf = ({ resources }: Awaited<ReturnType<typeof record>>) =>
  resources.filter(({ parent }) => parent === component).map(({ type, name, inputs }) => ({ type, name, inputs }));

describe("FrontendDomain", () => {
  it("has a certificate issued where CloudFront looks, proves it in the zone, and leads there over IPv4 and IPv6", async () => {
    const recording = await record({ hostedZoneId });
    expect(childrenOf(recording)).to.have.deep.members([
      {
        type: "aws:acm/certificate:Certificate",
        name: "domain-certificate",
        inputs: { region: "us-east-1", domainName: "app.example.com", validationMethod: "DNS" },
      },
      {
        type: record53,
        name: "domain-proof",
        inputs: {
          zoneId: hostedZoneId,
          name: "_domain-certificate",
          type: "CNAME",
          records: ["proof-domain-certificate"],
          ttl: 300,
          allowOverwrite: true,
        },
      },
      {
        type: "aws:acm/certificateValidation:CertificateValidation",
        name: "domain-validation",
        inputs: {
          region: "us-east-1",
          certificateArn: "arn:domain-certificate:Certificate",
          validationRecordFqdns: ["_domain-certificate"],
        },
      },
      alias("A"),
      alias("AAAA"),
    ]);
  });

  it("is usable only once the certificate is validated", async () => {
    const { resources, result } = await record({ hostedZoneId });
    expect(await outputValue(result.certificateArn)).to.equal("arn:domain-certificate:Certificate");
    const validation = "aws:acm/certificateValidation:CertificateValidation";
    expect(resourceOf(resources, validation, "domain-validation").dependsOn).to.deep.equal([
      "aws:acm/certificate:Certificate domain-certificate",
      `${record53} domain-proof`,
    ]);
  });

  it("issues none where there is one", async () => {
    const recording = await record({ hostedZoneId, certificateArn });
    expect(childrenOf(recording)).to.have.deep.members([alias("A"), alias("AAAA")]);
    expect(await outputValue(recording.result.certificateArn)).to.equal(certificateArn);
  });

  it("leaves records to others where the zone is elsewhere", async () => {
    expect(childrenOf(await record({ certificateArn }))).to.deep.equal([]);
  });
});
