import type { StateChange } from "../clients/container-instances";
import type { Interruption } from "./drain-event";
import {
  alarmingReceiveCount,
  type DrainContext,
  type DrainMessage,
  type Outcome,
  retryDelaySeconds,
} from "./drain-message";
import type { FoundInstances } from "./find-instances";
import { metricLine } from "./metric-line";
import { planInterruption } from "./plan-interruption";

/** As many instances as one UpdateContainerInstancesState takes: each batch is one list and one update. */
export const interruptionBatchSize = 10;

/** Drains up to ten interrupted instances at once; the outcomes are in the messages' order. */
export const drainInterrupted = async (
  messages: readonly DrainMessage<Interruption>[],
  context: DrainContext,
): Promise<readonly Outcome[]> => {
  const now = context.now();
  const plans = messages.map((message) => ({ message, plan: planInterruption(message.event, now) }));
  const wanted = new Set(plans.flatMap(({ plan }) => (plan.kind === "drain" ? [plan.instanceId] : [])));
  const change = wanted.size > 0 ? await drainActive([...wanted], context) : nothingChanged;
  return plans.map(({ message, plan }): Outcome => {
    const { instanceId } = message.event;
    const fields = { instanceId, reason: message.event.action, deadline: new Date(plan.deadline).toISOString() };
    if (plan.kind === "skip") {
      context.log(metricLine("DeadlineMissed", now, fields));
      return { kind: "over" };
    }
    if (change.instanceIds.includes(instanceId)) {
      context.log({ event: "draining", ...fields });
      return { kind: "over" };
    }
    return outcomeOfUnchanged(message, change, context);
  });
};

const nothingChanged: StateChange = { instanceIds: [], failures: [] };

const drainActive = async (instanceIds: readonly string[], context: DrainContext): Promise<StateChange> => {
  const found = await context.find(instanceIds, "ACTIVE");
  return together(await Promise.all(found.filter(({ arns }) => arns.length > 0).map((one) => drainIn(one, context))));
};

const together = (changes: readonly StateChange[]): StateChange => ({
  instanceIds: changes.flatMap(({ instanceIds }) => instanceIds),
  failures: changes.flatMap(({ failures }) => failures),
});

/** One instance that left its state since it was listed can make ECS refuse the call for all ten: then each is asked for alone. */
const drainIn = async ({ clusterArn, arns }: FoundInstances, { instances }: DrainContext): Promise<StateChange> => {
  try {
    return await instances.setState(clusterArn, arns, "DRAINING");
  } catch (error) {
    if (arns.length === 1 || !isRefusal(error)) throw error;
    const alone = arns.map((arn) =>
      instances.setState(clusterArn, [arn], "DRAINING").catch((reason: unknown) => ({
        instanceIds: [],
        failures: [{ arn, reason: String(reason) }],
      })),
    );
    return together(await Promise.all(alone));
  }
};

/** ECS understood the call and doesn't want it; everything else may be better in a few seconds. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && /^(InvalidParameterException|ClientException)$/.test(error.name);

/** A failure names a container instance, not the EC2 instance: all unconfirmed instances of the batch are tried again. */
const outcomeOfUnchanged = (
  { event: { instanceId }, receiveCount }: DrainMessage<Interruption>,
  { failures }: StateChange,
  { log, now }: DrainContext,
): Outcome => {
  if (failures.length === 0) {
    log({ event: "not-active", instanceId });
    return { kind: "over" };
  }
  const fields = { instanceId, failures };
  log(
    receiveCount >= alarmingReceiveCount ? metricLine("DrainFailed", now(), fields) : { event: "retried", ...fields },
  );
  return { kind: "again", delaySeconds: retryDelaySeconds };
};
