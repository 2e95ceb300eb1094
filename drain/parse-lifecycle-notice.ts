import type { LifecycleDestination, ParsedEvent } from "./drain-event";
import type { EventScope, UnknownRecord } from "./parse-event";
import { parseInstanceId } from "./parse-instance-id";

/**
 * True for what an Auto Scaling group publishes to SNS or SQS by itself, whose members are at the top level.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/prepare-for-lifecycle-notifications.html
 */
export const isLifecycleNotice = (message: UnknownRecord): boolean =>
  typeof message["AutoScalingGroupName"] === "string" && ("LifecycleTransition" in message || "Event" in message);

/** Reads a lifecycle action, from a notice or from the detail of an EventBridge event; `at` is when it began, epoch milliseconds. */
export const parseLifecycleNotice = (
  notice: UnknownRecord,
  { accountId, hookName: ourHook }: EventScope,
  at: number | undefined,
): ParsedEvent => {
  if (notice["AccountId"] !== accountId) return { kind: "rejected", reason: "foreign-account" };
  // Sent once when a hook is made; it names no instance.
  if (notice["Event"] === "autoscaling:TEST_NOTIFICATION") return { kind: "ignored", reason: "test-notification" };
  if (notice["LifecycleTransition"] !== "autoscaling:EC2_INSTANCE_TERMINATING")
    return { kind: "ignored", reason: "not-terminating" };
  if (notice["LifecycleHookName"] !== ourHook) return { kind: "ignored", reason: "foreign-hook" };
  if (at === undefined) return { kind: "rejected", reason: "bad-time" };
  return parseAction(notice, ourHook, at);
};

const parseAction = (notice: UnknownRecord, hookName: string, at: number): ParsedEvent => {
  const { EC2InstanceId, AutoScalingGroupName: groupName, LifecycleActionToken: token, Destination = "EC2" } = notice;
  const instanceId = parseInstanceId(EC2InstanceId);
  const destination = destinations.find((known) => known === Destination);
  if (instanceId === undefined) return { kind: "rejected", reason: "bad-instance-id" };
  if (typeof groupName !== "string" || typeof token !== "string" || destination === undefined)
    return { kind: "rejected", reason: "bad-lifecycle-action" };
  return { kind: "lifecycle", instanceId, groupName, hookName, token, destination, at };
};

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/warm-pools-eventbridge-events.html; absent in older notices. */
const destinations: readonly LifecycleDestination[] = ["EC2", "WarmPool", "AutoScalingGroup"];
