import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DomainSettings } from "../settings";

/** Which domain, and where it is proven. */
export interface FrontendDomainArgs {
  readonly domain: DomainSettings;
}

/** A domain before CloudFront: its certificate and, where Route 53 has the zone, its records. */
export class FrontendDomain extends pulumi.ComponentResource {
  public readonly domainName: string;
  /** Usable: an issued one is validated first. */
  public readonly certificateArn: pulumi.Output<string>;
  private readonly name: string;
  private readonly domain: DomainSettings;

  public constructor(name: string, { domain }: FrontendDomainArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:FrontendDomain", name, {}, opts);
    this.name = name;
    this.domain = domain;
    this.domainName = domain.name;
    this.certificateArn =
      domain.certificateArn === undefined ? this.createCertificate() : pulumi.output(domain.certificateArn);
    this.registerOutputs({ certificateArn: this.certificateArn });
  }

  /** Leads the domain to a distribution, over IPv4 and IPv6. */
  public createRecords(distribution: aws.cloudfront.Distribution): void {
    const { name, hostedZoneId: zoneId } = this.domain;
    if (zoneId === undefined) return;
    const target = { name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false };
    for (const type of ["A", "AAAA"]) {
      const args = { zoneId, name, type, aliases: [target] };
      new aws.route53.Record(`${this.name}-${type.toLowerCase()}`, args, { parent: this });
    }
  }

  private createCertificate(): pulumi.Output<string> {
    const certificate = new aws.acm.Certificate(
      `${this.name}-certificate`,
      { region: certificateRegion, domainName: this.domain.name, validationMethod: "DNS" },
      { parent: this },
    );
    const validated = new aws.acm.CertificateValidation(
      `${this.name}-validation`,
      {
        region: certificateRegion,
        certificateArn: certificate.arn,
        validationRecordFqdns: [this.createProof(certificate).fqdn],
      },
      { parent: this },
    );
    return validated.certificateArn;
  }

  private createProof({ domainValidationOptions }: aws.acm.Certificate): aws.route53.Record {
    const proof = domainValidationOptions.apply(([only]) => only ?? missingProof(this.domain));
    return new aws.route53.Record(
      `${this.name}-proof`,
      {
        zoneId: this.domain.hostedZoneId ?? "",
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: 300,
        // The same account proves the same domain by the same record, in whatever stack.
        allowOverwrite: true,
      },
      { parent: this },
    );
  }
}

const missingProof = ({ name }: DomainSettings): never => {
  throw new Error(`domain: AWS names no record that proves ${name}. Set domain.certificateArn to one that is issued.`);
};

/** Where CloudFront looks for certificates, whatever the stack's region: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html */
const certificateRegion = "us-east-1";
