import type {
  CompleteLifecycleActionCommandInput,
  DescribeAutoScalingInstancesCommandInput,
  RecordLifecycleActionHeartbeatCommandInput,
} from "@aws-sdk/client-auto-scaling";
import { AwsError, type Operation } from "../operation";
import { pageOf } from "../page";
import type { RegionState } from "../state";
import { describeMember } from "./groups";
import { endWait, putWait } from "./lifecycle-waits";
import type { LifecycleWait } from "./state";

/** Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingInstances.html */
const mostInstances = 50;

/** Ends the wait of one instance, named by its id, its token or both. */
export const completeLifecycleAction: Operation<CompleteLifecycleActionCommandInput> = (state, input, context) => {
  const result = input.LifecycleActionResult;
  if (result !== "CONTINUE" && result !== "ABANDON") {
    throw new AwsError("ValidationError", `LifecycleActionResult is ${result}: use CONTINUE or ABANDON.`);
  }
  return { state: endWait(state, waitOf(state, input), { result, context }), output: {} };
};

/**
 * Prolongs a wait by the hook's timeout from now on, within 48 hours or 100 timeouts in all.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RecordLifecycleActionHeartbeat.html
 */
export const recordLifecycleActionHeartbeat: Operation<RecordLifecycleActionHeartbeatCommandInput> = (
  state,
  input,
  { now },
) => {
  const wait = waitOf(state, input);
  const timesOutAt = Math.min(now + wait.heartbeatMs, wait.endsAt);
  return { state: putWait(state, { ...wait, timesOutAt }), output: {} };
};

const waitOf = (
  state: RegionState,
  input: CompleteLifecycleActionCommandInput | RecordLifecycleActionHeartbeatCommandInput,
): LifecycleWait => {
  const { InstanceId, LifecycleActionToken } = input;
  const found = Object.values(state.autoscaling.waits).find(
    (wait) =>
      wait.autoScalingGroupName === input.AutoScalingGroupName &&
      wait.lifecycleHookName === input.LifecycleHookName &&
      (InstanceId === undefined || wait.instanceId === InstanceId) &&
      (LifecycleActionToken === undefined || wait.lifecycleActionToken === LifecycleActionToken),
  );
  if (found !== undefined && (InstanceId ?? LifecycleActionToken) !== undefined) return found;
  throw new AwsError("ValidationError", `No active Lifecycle Action found with instance ID ${InstanceId}`);
};

/** The instances of groups, all or those named; one that no group has is left out. */
export const describeAutoScalingInstances: Operation<DescribeAutoScalingInstancesCommandInput> = (state, input) => {
  const ids = input.InstanceIds ?? [];
  if (ids.length > mostInstances) {
    throw new AwsError("ValidationError", `InstanceIds has ${ids.length} items: use at most ${mostInstances}.`);
  }
  const members = Object.values(state.ec2.instances).flatMap((instance) => {
    const { owner, instanceId, state: status } = instance;
    const isAsked = ids.length === 0 || ids.includes(instanceId);
    if (owner.kind !== "auto-scaling-group" || status === "terminated" || !isAsked) return [];
    return [{ ...describeMember(state, instance), AutoScalingGroupName: owner.autoScalingGroupName }];
  });
  const request = { nextToken: input.NextToken, maxResults: input.MaxRecords };
  const { items, nextToken } = pageOf(members, request, mostInstances);
  return { state, output: { AutoScalingInstances: items, NextToken: nextToken } };
};
