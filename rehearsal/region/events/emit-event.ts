import type { CallContext } from "../operation";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import { deliver } from "./deliver";
import { parsePattern } from "./match-pattern";
import type { Delivery } from "./state";

/** What an AWS service tells on the default event bus. */
export interface AwsEvent {
  /** For example `aws.ec2`. */
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Sends an event to the targets of every rule that matches it. */
export const emitEvent = (state: RegionState, event: AwsEvent, context: CallContext): RegionState => {
  const envelope = envelopeOf(event, context);
  const matching = Object.values(state.events.rules).filter(
    (rule) => rule.state === "ENABLED" && parsePattern(rule.eventPattern)(envelope),
  );
  const deliveries = matching.flatMap(({ arn, targets }) =>
    targets.map(
      (target): Delivery => ({
        ruleArn: arn,
        target,
        body: JSON.stringify(envelope),
        emittedAt: context.now,
        retries: 0,
        nextAt: context.now,
      }),
    ),
  );
  return deliveries.reduce((current, delivery) => deliver(current, delivery, context), state);
};

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html; times are in whole seconds. */
const envelopeOf = (
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
