import type {
  DeleteLifecycleHookCommandInput,
  DescribeLifecycleHooksCommandInput,
  PutLifecycleHookCommandInput,
} from "@aws-sdk/client-auto-scaling";
import { AwsError, type Operation } from "../operation";
import { groupOf, putGroup } from "./group-records";
import { endWait } from "./lifecycle-waits";

/** Source of both: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html */
const defaults = { heartbeatTimeoutSeconds: 3600, result: "ABANDON" };
const longestTimeoutSeconds = 172_800;

/** Creates a hook or replaces the one with its name. What a group lets go waits for a terminating one; launching ones are only stored. */
export const putLifecycleHook: Operation<PutLifecycleHookCommandInput> = (state, input) => {
  const group = groupOf(state, input.AutoScalingGroupName);
  const { LifecycleHookName = "", LifecycleTransition, HeartbeatTimeout = defaults.heartbeatTimeoutSeconds } = input;
  if (HeartbeatTimeout < 30 || HeartbeatTimeout > 7200) {
    throw new AwsError("ValidationError", `HeartbeatTimeout is ${HeartbeatTimeout}: use 30 to 7200 seconds.`);
  }
  if (LifecycleTransition === undefined && group.hooks[LifecycleHookName] === undefined) {
    throw new AwsError("ValidationError", "LifecycleTransition is required for a new lifecycle hook.");
  }
  const hook = {
    AutoScalingGroupName: group.autoScalingGroupName,
    LifecycleHookName,
    LifecycleTransition: LifecycleTransition ?? group.hooks[LifecycleHookName]?.LifecycleTransition,
    DefaultResult: input.DefaultResult ?? defaults.result,
    HeartbeatTimeout,
    GlobalTimeout: Math.min(longestTimeoutSeconds, HeartbeatTimeout * 100),
    NotificationTargetARN: input.NotificationTargetARN,
    RoleARN: input.RoleARN,
    NotificationMetadata: input.NotificationMetadata,
  };
  return { state: putGroup(state, { ...group, hooks: { ...group.hooks, [LifecycleHookName]: hook } }), output: {} };
};

/** All hooks of a group, or those named. */
export const describeLifecycleHooks: Operation<DescribeLifecycleHooksCommandInput> = (state, input) => {
  const hooks = Object.values(groupOf(state, input.AutoScalingGroupName).hooks);
  const names = input.LifecycleHookNames ?? [];
  const named = hooks.filter(({ LifecycleHookName = "" }) => names.length === 0 || names.includes(LifecycleHookName));
  return { state, output: { LifecycleHooks: named } };
};

/**
 * Removes a hook; what waits for it goes.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteLifecycleHook.html
 */
export const deleteLifecycleHook: Operation<DeleteLifecycleHookCommandInput> = (state, input, context) => {
  const group = groupOf(state, input.AutoScalingGroupName);
  const name = input.LifecycleHookName ?? "";
  if (group.hooks[name] === undefined)
    throw new AwsError("ValidationError", `No Lifecycle Hook found with name: ${name}`);
  const { [name]: _deleted, ...hooks } = group.hooks;
  const ended = Object.values(state.autoscaling.waits)
    .filter((wait) => wait.autoScalingGroupName === group.autoScalingGroupName && wait.lifecycleHookName === name)
    .reduce((current, wait) => endWait(current, wait, { result: "CONTINUE", context }), state);
  return { state: putGroup(ended, { ...group, hooks }), output: {} };
};
