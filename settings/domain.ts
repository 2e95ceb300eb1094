import type { Fields } from "./fields";
import type { Exposure } from "./infrastructure";
import { text } from "./kinds";

/** A domain of one's own before CloudFront. */
export interface DomainSettings {
  readonly name: string;
  /** The Route 53 zone that gets the records. @default records are made elsewhere */
  readonly hostedZoneId?: string;
  /** @default one is issued and validated in the hosted zone */
  readonly certificateArn?: string;
}

const nameKind = text(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "a domain in lower case, for example app.example.com",
);
const zoneKind = text(/^Z[A-Z0-9]{1,31}$/, "the id of a Route 53 hosted zone, for example Z0123456789ABCDEFGHIJ");
/** CloudFront takes certificates from there alone: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html */
const certificateKind = text(
  /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]+$/,
  "the ARN of a certificate in us-east-1, where CloudFront looks for it",
);

/** Reads `domain`. */
export const parseDomain = (root: Fields, exposure: Exposure): { readonly domain?: DomainSettings } => {
  const fields = root.object("domain");
  if (fields.keys.length === 0) return {};
  const name = fields.required("name", nameKind);
  const hostedZoneId = fields.optional("hostedZoneId", zoneKind);
  const certificateArn = fields.optional("certificateArn", certificateKind);
  fields.refuseUnknownKeys();
  if (hostedZoneId === undefined && certificateArn === undefined)
    fields.refuse("hostedZoneId", "a hosted zone to prove the domain in, or certificateArn");
  if (exposure === "public")
    root.refuse("domain", "nothing while exposure is public: it is CloudFront's domain", JSON.stringify(name));
  return {
    domain: {
      name,
      ...(hostedZoneId === undefined ? {} : { hostedZoneId }),
      ...(certificateArn === undefined ? {} : { certificateArn }),
    },
  };
};
