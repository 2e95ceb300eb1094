import type { Operations } from "../operation";
import { deregisterScalableTarget, describeScalableTargets, registerScalableTarget } from "./scalable-targets";
import { deleteScalingPolicy, describeScalingPolicies, putScalingPolicy } from "./scaling-policies";
import { deleteScheduledAction, describeScheduledActions, putScheduledAction } from "./scheduled-actions";
import { listTagsForResource, tagResource, untagResource } from "./tags";

/** The operations of Application Auto Scaling that a function, command or the provider sends. */
export const applicationAutoScalingOperations: Operations = {
  DeleteScalingPolicy: deleteScalingPolicy,
  DeleteScheduledAction: deleteScheduledAction,
  DeregisterScalableTarget: deregisterScalableTarget,
  DescribeScalableTargets: describeScalableTargets,
  DescribeScalingPolicies: describeScalingPolicies,
  DescribeScheduledActions: describeScheduledActions,
  ListTagsForResource: listTagsForResource,
  PutScalingPolicy: putScalingPolicy,
  PutScheduledAction: putScheduledAction,
  RegisterScalableTarget: registerScalableTarget,
  TagResource: tagResource,
  UntagResource: untagResource,
};
