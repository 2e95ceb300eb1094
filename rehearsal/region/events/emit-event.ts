import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { deliver } from "./deliver";
import { type AwsEvent, envelopeOf } from "./envelope";
import { parsePattern } from "./match-pattern";
import type { Delivery } from "./state";

/** Sends an event to the targets of every rule that matches it. */
export const emitEvent = (state: RegionState, event: AwsEvent, context: CallContext): RegionState => {
  const envelope = envelopeOf(event, context);
  const matching = Object.values(state.events.rules).filter(
    (rule) => rule.state === "ENABLED" && rule.eventPattern !== "" && parsePattern(rule.eventPattern)(envelope),
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
