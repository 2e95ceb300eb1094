import type { CallContext } from "../operation";
import { randomHex } from "../random-hex";

/** What an AWS service tells on the default event bus. */
export interface AwsEvent {
  /** For example `aws.ec2`. */
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html; times are in whole seconds. */
export const envelopeOf = (
  { source, detailType, resources, detail }: AwsEvent,
  { now, random, accountId, region }: CallContext,
) => ({
  version: "0",
  id: [8, 4, 4, 4, 12].map((digits) => randomHex(random, digits)).join("-"),
  "detail-type": detailType,
  source,
  account: accountId,
  time: new Date(now).toISOString().replace(/\.\d+Z$/, "Z"),
  region,
  resources,
  detail,
});
