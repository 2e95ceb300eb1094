import type { ContainerInstance } from "../../clients/container-instances";
import type { InstanceTask } from "../../clients/instance-tasks";
import type { DrainEvent } from "../drain-event";
import type { Outcome } from "../drain-message";
import { liveRegistration } from "../live-registration";
import type { AnnounceContext } from "./announce-ports";
import { planDrainEnd } from "./plan-drain-end";
import { type EndPlan, planEnd } from "./plan-end";
import { planThread } from "./plan-thread";
import { postMessage } from "./post-message";
import { endMessage, furtherMessage, startMessage } from "./story";
import { formatThreadRecord, parseThreadRecord, type ThreadRecord } from "./thread-record";

/** Tells what is to be told about one event now. Whatever events come, in any order, an instance has one thread. */
export const announceDrain = async (event: DrainEvent, context: AnnounceContext): Promise<Outcome> => {
  const { instanceId } = event;
  const text = await context.threads.find(instanceId);
  const record = text === undefined ? undefined : parseThreadRecord(text);
  const plan = planThread(event, record, context.now());
  switch (plan.kind) {
    case "open":
      return open(event, context);
    case "drop":
      context.log({ event: "not-announced", instanceId, reason: plan.reason });
      return over;
    case "wait":
      return again(plan.delaySeconds);
    case "give-up-opening":
      await context.threads.save(instanceId, formatThreadRecord({ ...(record as ThreadRecord), opening: "unknown" }));
      return again(1);
    case "add":
      await add(event, record as ThreadRecord, context);
      return follow(event, record as ThreadRecord, context);
    case "follow":
      return follow(event, record as ThreadRecord, context);
  }
};

const over: Outcome = { kind: "over" };

const again = (delaySeconds: number): Outcome => ({ kind: "again", delaySeconds });

const open = async (event: DrainEvent, context: AnnounceContext): Promise<Outcome> => {
  const { settings, threads, now, log } = context;
  const [instance] = await context.ec2.describe([event.instanceId]);
  if (instance?.tags[settings.instanceTag.key] !== settings.instanceTag.value) {
    log({ event: "not-announced", instanceId: event.instanceId, reason: "not-ours" });
    return over;
  }
  const posting: ThreadRecord = { openedBy: event.kind, openedAt: now(), opening: "posting" };
  if (!(await threads.claim(event.instanceId, formatThreadRecord(posting)))) return again(1);
  const registration = await findRegistration(event, context).catch(() => undefined);
  const { stack, limits } = settings;
  const { availabilityZone: zone, instanceType } = instance;
  const tasks = await readTasks(registration?.arn, context);
  const message = startMessage({ event, stack, limits, zone, instanceType, tasks });
  const result = await postMessage(message, { key: `${stack} ${event.instanceId} start` }, context);
  const record: ThreadRecord = {
    ...posting,
    opening: result.kind,
    ...(result.kind === "posted" ? { ts: result.ts } : {}),
    ...(registration === undefined ? {} : { containerInstanceArn: registration.arn }),
  };
  await threads.save(event.instanceId, formatThreadRecord(record));
  log({ event: "announced", instanceId: event.instanceId, opening: result.kind, afterMilliseconds: now() - event.at });
  return again(firstLookSeconds);
};

/** Nothing ends sooner. */
const firstLookSeconds = 5;

/** Tells another kind of event in the thread, once. */
const add = async (event: DrainEvent, record: ThreadRecord, context: AnnounceContext): Promise<void> => {
  const { settings, threads } = context;
  const id = `${event.instanceId}/${event.kind}`;
  if (record.ts === undefined || !(await threads.claim(id, ""))) return;
  const place = { key: `${settings.stack} ${id}`, threadTs: record.ts };
  await postMessage(furtherMessage({ event, ...settings }), place, context);
};

const follow = async (event: DrainEvent, record: ThreadRecord, context: AnnounceContext): Promise<Outcome> => {
  const end = `${event.instanceId}/end`;
  if ((await context.threads.find(end)) !== undefined) return over;
  const [instance] = await context.ec2.describe([event.instanceId]);
  const registration = instance?.state === "running" ? await findRegistration(event, context) : undefined;
  const facts = { now: context.now(), instanceState: instance?.state, registration: registration?.status };
  const plan = planEnd(event, facts, context.settings.limits);
  if (plan.kind === "wait") return again(plan.delaySeconds);
  // An instance that was kept may be taken hours later; only once it is gone is there nothing more to tell.
  const id = plan.outcome === "gone" ? end : `${end}/${event.kind}`;
  // Where Slack may have a first message whose name we don't know, a last one could only open a second thread.
  if ((await context.threads.claim(id, plan.outcome)) && record.opening !== "unknown")
    await tellEnd(event, { id, outcome: plan.outcome, record }, context);
  return over;
};

const tellEnd = async (
  event: DrainEvent,
  { id, outcome, record }: { id: string; outcome: Extract<EndPlan, { kind: "end" }>["outcome"]; record: ThreadRecord },
  context: AnnounceContext,
): Promise<void> => {
  const { stack } = context.settings;
  const end = planDrainEnd(event, await readTasks(record.containerInstanceArn, context));
  const message = endMessage({ event, stack, outcome, end });
  const result = await postMessage(message, { key: `${stack} ${id}`, threadTs: record.ts }, context);
  context.log({ event: "end-announced", instanceId: event.instanceId, outcome, end: end.kind, posting: result.kind });
};

const findRegistration = async (
  { instanceId }: DrainEvent,
  { instances, settings: { clusterArn } }: AnnounceContext,
): Promise<ContainerInstance | undefined> => {
  const arns = await instances.list(clusterArn, { filter: `ec2InstanceId in [${instanceId}]` });
  return liveRegistration(await instances.describe(clusterArn, arns));
};

/** A message without them is better than none. */
const readTasks = async (
  containerInstanceArn: string | undefined,
  { tasks, settings: { clusterArn } }: AnnounceContext,
): Promise<readonly InstanceTask[] | undefined> =>
  containerInstanceArn === undefined ? undefined : tasks.list(clusterArn, containerInstanceArn).catch(() => undefined);
