import type { LifecycleHook } from "@aws-sdk/client-auto-scaling";
import { replaceRootVolume } from "../ec2/replace-root-volume";
import { stopInstance } from "../ec2/stop-instance";
import { terminateInstance } from "../ec2/terminate-instance";
import { emitEvent } from "../events/emit-event";
import type { CallContext } from "../operation";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import type { AutoScalingGroupRecord, Destination, LifecycleWait } from "./state";

/** The transition that a terminating hook is for. */
const terminating = "autoscaling:EC2_INSTANCE_TERMINATING";

/**
 * A group lets an instance go: at once, or after its terminating hooks, which events announce.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html
 */
export const letGo = (
  state: RegionState,
  { instanceId, destination }: { readonly instanceId: string; readonly destination: Destination },
  context: CallContext,
): RegionState => {
  const { owner } = state.ec2.instances[instanceId] ?? {};
  const group = owner?.kind === "auto-scaling-group" ? state.autoscaling.groups[owner.autoScalingGroupName] : undefined;
  const hooks = Object.values(group?.hooks ?? {}).filter(
    ({ LifecycleTransition }) => LifecycleTransition === terminating,
  );
  if (group === undefined || hooks.length === 0) return leave(state, { instanceId, destination }, context);
  if (isWaiting(state, instanceId)) return state;
  return hooks.reduce((current, hook) => startWait(current, { instanceId, destination, group, hook }, context), state);
};

/** Whether an instance waits for a hook. */
export const isWaiting = (state: RegionState, instanceId: string): boolean => waitOf(state, instanceId) !== undefined;

/** A wait of an instance; all that it has are for the same destination. */
export const waitOf = ({ autoscaling }: RegionState, instanceId: string): LifecycleWait | undefined =>
  Object.values(autoscaling.waits).find((wait) => wait.instanceId === instanceId);

interface HookedInstance {
  readonly instanceId: string;
  readonly destination: Destination;
  readonly group: AutoScalingGroupRecord;
  readonly hook: LifecycleHook;
}

const startWait = (state: RegionState, hooked: HookedInstance, context: CallContext): RegionState => {
  const { now, random } = context;
  const { instanceId, destination, group, hook } = hooked;
  const heartbeatMs = (hook.HeartbeatTimeout ?? 3600) * 1000;
  const wait: LifecycleWait = {
    instanceId,
    autoScalingGroupName: group.autoScalingGroupName,
    lifecycleHookName: hook.LifecycleHookName ?? "",
    lifecycleActionToken: [8, 4, 4, 4, 12].map((digits) => randomHex(random, digits)).join("-"),
    destination,
    defaultResult: hook.DefaultResult === "CONTINUE" ? "CONTINUE" : "ABANDON",
    heartbeatMs,
    timesOutAt: now + heartbeatMs,
    endsAt: now + (hook.GlobalTimeout ?? 172_800) * 1000,
  };
  return emitEvent(putWait(state, wait), eventOf(wait, hooked), context);
};

/** Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html#terminate-lifecycle-action */
const eventOf = (wait: LifecycleWait, { group, hook }: HookedInstance) => ({
  source: "aws.autoscaling",
  detailType: "EC2 Instance-terminate Lifecycle Action",
  resources: [group.autoScalingGroupArn],
  detail: {
    LifecycleActionToken: wait.lifecycleActionToken,
    AutoScalingGroupName: wait.autoScalingGroupName,
    LifecycleHookName: wait.lifecycleHookName,
    EC2InstanceId: wait.instanceId,
    LifecycleTransition: terminating,
    ...(hook.NotificationMetadata === undefined ? {} : { NotificationMetadata: hook.NotificationMetadata }),
    Origin: "AutoScalingGroup",
    Destination: wait.destination,
    ...(wait.destination === "AutoScalingGroup" ? { Action: "ReplaceRootVolume" } : {}),
  },
});

/** The region with this wait added or replaced. */
export const putWait = (state: RegionState, wait: LifecycleWait): RegionState => ({
  ...state,
  autoscaling: { ...state.autoscaling, waits: { ...state.autoscaling.waits, [wait.lifecycleActionToken]: wait } },
});

/**
 * Ends a wait. The instance goes whatever the result is: after CONTINUE when no other hook waits, after ABANDON at once, and then
 * for good; unless its group retains what was abandoned: then it lives on, and counts no more.
 * Sources: https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html and configure-instance-retention.html
 */
export const endWait = (
  state: RegionState,
  { instanceId, destination, lifecycleActionToken }: LifecycleWait,
  { result, context }: { readonly result: LifecycleWait["defaultResult"]; readonly context: CallContext },
): RegionState => {
  const kept = Object.values(state.autoscaling.waits).filter((wait) =>
    result === "ABANDON" ? wait.instanceId !== instanceId : wait.lifecycleActionToken !== lifecycleActionToken,
  );
  const waits = Object.fromEntries(kept.map((wait) => [wait.lifecycleActionToken, wait]));
  const ended: RegionState = { ...state, autoscaling: { ...state.autoscaling, waits } };
  if (isWaiting(ended, instanceId)) return ended;
  if (result === "ABANDON" && retains(ended, instanceId))
    return { ...ended, autoscaling: { ...ended.autoscaling, retained: [...ended.autoscaling.retained, instanceId] } };
  return leave(ended, { instanceId, destination: result === "ABANDON" ? "EC2" : destination }, context);
};

const retains = ({ ec2, autoscaling }: RegionState, instanceId: string): boolean => {
  const { owner } = ec2.instances[instanceId] ?? {};
  if (owner?.kind !== "auto-scaling-group") return false;
  const { InstanceLifecyclePolicy } = autoscaling.groups[owner.autoScalingGroupName]?.config ?? {};
  return InstanceLifecyclePolicy?.RetentionTriggers?.TerminateHookAbandon === "retain";
};

/**
 * Into the warm pool an instance is stopped; with a new root volume it runs on, but its agent begins anew and registers again.
 * Sources: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html and replace-root-volume.html
 */
const leave = (
  state: RegionState,
  { instanceId, destination }: { readonly instanceId: string; readonly destination: Destination },
  context: CallContext,
): RegionState => {
  switch (destination) {
    case "EC2":
      return terminateInstance(state, instanceId, context);
    case "WarmPool":
      return stopInstance(state, instanceId, context);
    case "AutoScalingGroup":
      return replaceRootVolume(state, instanceId, context);
  }
};

/** What time alone changes: a wait that nobody prolonged ends, and so does that of an instance that is gone. */
export const advanceWaits = (state: RegionState, context: CallContext): RegionState =>
  Object.values(state.autoscaling.waits)
    .filter(({ instanceId, timesOutAt }) => {
      const status = state.ec2.instances[instanceId]?.state ?? "terminated";
      return context.now >= timesOutAt || status === "shutting-down" || status === "terminated";
    })
    .reduce((current, wait) => endWait(current, wait, { result: wait.defaultResult, context }), state);
