import { invokeLater } from "../lambda/invocations";
import type { CallContext } from "../operation";
import { sendMessage } from "../sqs/messages";
import { findQueueByArn } from "../sqs/queue-records";
import type { RegionState } from "../state";
import { maySend } from "./may-send";
import type { Delivery } from "./state";

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const defaults = { ageSeconds: 86_400, retries: 185 };
/** AWS backs off exponentially and gives no figures. */
const longestPauseMs = 64_000;

/**
 * Tries to deliver an event; what a target doesn't take is tried again until its age or its retries are spent, and then goes
 * to the target's dead-letter queue, or nowhere.
 */
export const deliver = (state: RegionState, delivery: Delivery, context: CallContext): RegionState => {
  const sent = send(state, delivery.target.Arn, delivery, context);
  if (sent !== undefined) return sent;
  const pauseMs = Math.min(longestPauseMs, 1000 * 2 ** delivery.retries);
  const next: Delivery = { ...delivery, retries: delivery.retries + 1, nextAt: context.now + pauseMs };
  if (!isSpent(next)) return { ...state, events: { ...state.events, pending: [...state.events.pending, next] } };
  return send(state, delivery.target.DeadLetterConfig?.Arn, delivery, context) ?? state;
};

const isSpent = ({ target: { RetryPolicy = {} }, retries, nextAt, emittedAt }: Delivery): boolean =>
  retries > (RetryPolicy.MaximumRetryAttempts ?? defaults.retries) ||
  nextAt - emittedAt > (RetryPolicy.MaximumEventAgeInSeconds ?? defaults.ageSeconds) * 1000;

/** Whether a function lets EventBridge call it isn't checked: its permission is a recorded resource. */
const send = (
  state: RegionState,
  targetArn: string | undefined,
  { ruleArn, body }: Delivery,
  context: CallContext,
): RegionState | undefined => {
  if (targetArn?.startsWith("arn:aws:lambda:")) return invokeLater(state, targetArn, body, context);
  const queue = findQueueByArn(state, targetArn);
  if (queue === undefined || !maySend(queue, ruleArn, context.accountId)) return undefined;
  return sendMessage(state, { QueueUrl: queue.queueUrl, MessageBody: body }, context).state;
};
