import type { Operations } from "../operation";
import {
  createAutoScalingGroup,
  deleteAutoScalingGroup,
  describeAutoScalingGroups,
  updateAutoScalingGroup,
} from "./groups";
import {
  completeLifecycleAction,
  describeAutoScalingInstances,
  recordLifecycleActionHeartbeat,
} from "./lifecycle-actions";
import { deleteLifecycleHook, describeLifecycleHooks, putLifecycleHook } from "./lifecycle-hooks";
import { terminateInstanceInAutoScalingGroup } from "./terminate-in-group";

/** The Auto Scaling operations that a hook, function, command or the provider sends. */
export const autoScalingOperations: Operations = {
  CompleteLifecycleAction: completeLifecycleAction,
  CreateAutoScalingGroup: createAutoScalingGroup,
  DeleteAutoScalingGroup: deleteAutoScalingGroup,
  DeleteLifecycleHook: deleteLifecycleHook,
  DescribeAutoScalingGroups: describeAutoScalingGroups,
  DescribeAutoScalingInstances: describeAutoScalingInstances,
  DescribeLifecycleHooks: describeLifecycleHooks,
  PutLifecycleHook: putLifecycleHook,
  RecordLifecycleActionHeartbeat: recordLifecycleActionHeartbeat,
  TerminateInstanceInAutoScalingGroup: terminateInstanceInAutoScalingGroup,
  UpdateAutoScalingGroup: updateAutoScalingGroup,
};
