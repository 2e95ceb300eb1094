import type { Operations } from "../operation";
import {
  createAutoScalingGroup,
  deleteAutoScalingGroup,
  describeAutoScalingGroups,
  updateAutoScalingGroup,
} from "./groups";
import { deleteLifecycleHook, describeLifecycleHooks, putLifecycleHook } from "./lifecycle-hooks";

/** The Auto Scaling operations that a hook, function, command or the provider sends. */
export const autoScalingOperations: Operations = {
  CreateAutoScalingGroup: createAutoScalingGroup,
  DeleteAutoScalingGroup: deleteAutoScalingGroup,
  DeleteLifecycleHook: deleteLifecycleHook,
  DescribeAutoScalingGroups: describeAutoScalingGroups,
  DescribeLifecycleHooks: describeLifecycleHooks,
  PutLifecycleHook: putLifecycleHook,
  UpdateAutoScalingGroup: updateAutoScalingGroup,
};
