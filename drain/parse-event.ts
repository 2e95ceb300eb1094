import type { IgnoredReason, InterruptionAction, ParsedEvent, RejectedReason } from "./drain-event";
import { parseInstanceId } from "./parse-instance-id";
import { isLifecycleNotice, parseLifecycleNotice } from "./parse-lifecycle-notice";

/** Whose events are ours. */
export interface EventScope {
  /** Twelve digits. */
  readonly accountId: string;
  /** For example `eu-west-1`. */
  readonly region: string;
  /** The name of our terminating lifecycle hooks; other people's hooks are never completed. */
  readonly hookName: string;
}

/** Any object, its members still unknown. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** Reads the body of a queue message: an EventBridge event, an Auto Scaling notice, or one of them inside an SNS envelope. */
export const parseEvent = (body: unknown, scope: EventScope): ParsedEvent => {
  const message = unwrap(parseJson(body));
  if (message === undefined) return rejected("not-json");
  if (isLifecycleNotice(message)) return parseLifecycleNotice(message, scope, parseTime(message["Time"]));
  const detail = message["detail"];
  const { source, "detail-type": type } = message;
  if (typeof source !== "string" || typeof type !== "string" || !isRecord(detail)) return rejected("unknown-shape");
  if (message["account"] !== scope.accountId) return rejected("foreign-account");
  if (message["region"] !== scope.region) return rejected("foreign-region");
  return parseDetail(`${source}/${type}`, { detail, at: parseTime(message["time"]) }, scope);
};

const parseDetail = (
  name: string,
  { detail, at }: { readonly detail: UnknownRecord; readonly at: number | undefined },
  scope: EventScope,
): ParsedEvent => {
  switch (name) {
    case "aws.ec2/EC2 Spot Instance Interruption Warning":
      return parseInterruption(detail, at);
    case "aws.ec2/EC2 Instance Rebalance Recommendation":
      return parseRebalance(detail, at);
    case "aws.autoscaling/EC2 Instance-terminate Lifecycle Action":
      return parseLifecycleNotice({ ...detail, AccountId: scope.accountId }, scope, at);
    default:
      return { kind: "ignored", reason: ignoredEvents.get(name) ?? "not-subscribed" };
  }
};

/** Known types that change nothing: how far a drain is, is read from ECS itself when its message comes back. */
const ignoredEvents: ReadonlyMap<string, IgnoredReason> = new Map([
  ["aws.autoscaling/EC2 Instance-launch Lifecycle Action", "not-terminating"],
  ["aws.ecs/ECS Task State Change", "task-state-change"],
  ["aws.ecs/ECS Container Instance State Change", "container-instance-state-change"],
  ["aws.ec2/EC2 Instance State-change Notification", "instance-state-change"],
  ["aws.health/AWS Health Event", "health-notice"],
]);

const parseInterruption = (detail: UnknownRecord, at: number | undefined): ParsedEvent => {
  const instanceId = parseInstanceId(detail["instance-id"]);
  const action = actions.find((known) => known === detail["instance-action"]);
  if (instanceId === undefined) return rejected("bad-instance-id");
  if (action === undefined) return rejected("bad-instance-action");
  if (at === undefined) return rejected("bad-time");
  return { kind: "interruption", instanceId, action, at };
};

const actions: readonly InterruptionAction[] = ["terminate", "stop", "hibernate"];

const parseRebalance = (detail: UnknownRecord, at: number | undefined): ParsedEvent => {
  const instanceId = parseInstanceId(detail["instance-id"]);
  if (instanceId === undefined) return rejected("bad-instance-id");
  if (at === undefined) return rejected("bad-time");
  return { kind: "rebalance", instanceId, at };
};

/** ISO 8601 to epoch milliseconds; a year of four digits leaves room for deadlines that can be written again. */
const parseTime = (value: unknown): number | undefined => {
  const time = typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
};

/** Takes the message out of an SNS envelope, once. */
const unwrap = (message: unknown): UnknownRecord | undefined => {
  if (!isRecord(message)) return undefined;
  if (message["Type"] !== "Notification" || typeof message["TopicArn"] !== "string") return message;
  const inner = parseJson(message["Message"]);
  return isRecord(inner) ? inner : undefined;
};

const parseJson = (text: unknown): unknown => {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is UnknownRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const rejected = (reason: RejectedReason): ParsedEvent => ({ kind: "rejected", reason });
