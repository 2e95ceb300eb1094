import type { DrainEvent, ParsedEvent } from "./drain-event";
import { drainInterrupted, interruptionBatchSize } from "./drain-interrupted";
import { drainLifecycle } from "./drain-lifecycle";
import { type DrainContext, type DrainMessage, type Outcome, retryDelaySeconds } from "./drain-message";
import { drainRebalanced } from "./drain-rebalanced";
import { metricLine } from "./metric-line";
import { planExpiry } from "./plan-expiry";

type Of<Kind extends ParsedEvent["kind"]> = DrainMessage<Extract<ParsedEvent, { kind: Kind }>>;

/** What becomes of each message, by message id. */
export type Outcomes = ReadonlyMap<string, Outcome>;

/** Visits all instances of a batch, interruptions first: they alone have a deadline that others set. */
export const visitMessages = async (
  messages: readonly DrainMessage<ParsedEvent>[],
  context: DrainContext,
): Promise<Outcomes> => {
  const outcomes = new Map<string, Outcome>();
  const live = messages.filter((message) => {
    const outcome = outcomeWithoutVisit(message, context);
    if (outcome !== undefined) outcomes.set(message.messageId, outcome);
    return outcome === undefined;
  });
  const visit = async <Event extends DrainEvent>(
    batch: readonly DrainMessage<Event>[],
    drain: (batch: readonly DrainMessage<Event>[]) => Promise<readonly Outcome[]>,
  ): Promise<void> => {
    const results = await drain(batch).catch((error: unknown) => returnFailed(batch, error, context));
    batch.forEach(({ messageId }, index) => {
      outcomes.set(messageId, results[index] ?? { kind: "again", delaySeconds: retryDelaySeconds });
    });
  };
  const interrupted = inParts(live.filter(isKind("interruption")), interruptionBatchSize);
  await Promise.all(interrupted.map((batch) => visit(batch, (part) => drainInterrupted(part, context))));
  const actions = live.filter(isKind("lifecycle"));
  const instanceIds = new Set(actions.map(({ event }) => event.instanceId));
  await Promise.all(
    // Two messages about one instance must see each other's work, those about different ones needn't wait.
    [...instanceIds].map(async (instanceId) => {
      for (const message of actions.filter(({ event }) => event.instanceId === instanceId))
        await visit([message], async () => [await drainLifecycle(message, context)]);
    }),
  );
  // In turn, so that no two of them claim the same replacement.
  for (const message of live.filter(isKind("rebalance")))
    await visit([message], async () => [await drainRebalanced(message, context)]);
  return outcomes;
};

const isKind =
  <Kind extends ParsedEvent["kind"]>(kind: Kind) =>
  (message: DrainMessage<ParsedEvent>): message is Of<Kind> =>
    message.event.kind === kind;

const inParts = <Item>(items: readonly Item[], size: number): readonly Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, part) => items.slice(part * size, (part + 1) * size));

const outcomeWithoutVisit = (
  { messageId, event }: DrainMessage<ParsedEvent>,
  { settings, now, log }: DrainContext,
): Outcome | undefined => {
  if (event.kind === "ignored") {
    log({ event: "ignored", messageId, reason: event.reason });
    return { kind: "over" };
  }
  const isRejected = event.kind === "rejected";
  if (!isRejected && !planExpiry(event, settings, now())) return undefined;
  const reason = isRejected ? event.reason : "expired";
  log(metricLine("EventRejected", now(), { messageId, reason }));
  return { kind: "bury", reason };
};

/** Nothing is swallowed: the messages come back, and an alarm counts every visit that failed. */
const returnFailed = (
  batch: readonly DrainMessage<DrainEvent>[],
  error: unknown,
  { log, now }: DrainContext,
): readonly Outcome[] => {
  const instanceIds = batch.map(({ event }) => event.instanceId);
  log(metricLine("VisitFailed", now(), { instanceIds, error: String(error) }));
  return batch.map(() => ({ kind: "again", delaySeconds: retryDelaySeconds }));
};
