import type {
  DeregisterScalableTargetCommandInput,
  DescribeScalableTargetsCommandInput,
  RegisterScalableTargetCommandInput,
  ScalableTarget,
  SuspendedState,
} from "@aws-sdk/client-application-auto-scaling";
import { findService } from "../ecs/find-records";
import { updateService } from "../ecs/services";
import type { CallContext, Operation } from "../operation";
import { pageOf } from "../page";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import {
  modelled,
  putTarget,
  requireEcsService,
  requireNotPending,
  targetOf,
  updateSlice,
  validation,
  without,
} from "./records";
import type { ScalableTargetRecord, SuspendedRecord } from "./state";

/** Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
const pageSize = 50;

const nothingSuspended: SuspendedRecord = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

/**
 * Registers a target, or changes what is named of one; either way the desired count comes within the bounds, even where they
 * aren't named. An ECS service that isn't active stays as it is.
 * Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export const registerScalableTarget: Operation<RegisterScalableTargetCommandInput> = (state, input, context) => {
  const resourceId = requireEcsService(input);
  const before = state.applicationAutoScaling.targets[resourceId];
  requireNotPending(before, context.now);
  const bounds = boundsOf(input, before);
  const target: ScalableTargetRecord = {
    ...(before ?? newTarget(resourceId, input, context)),
    ...bounds,
    suspended: suspendedOf(input.SuspendedState, before),
  };
  const registered = putTarget(state, target, context.now);
  return { state: keepWithin(registered, target, context), output: { ScalableTargetARN: target.arn } };
};

const boundsOf = (
  { MinCapacity, MaxCapacity }: RegisterScalableTargetCommandInput,
  before: ScalableTargetRecord | undefined,
): Pick<ScalableTargetRecord, "minCapacity" | "maxCapacity"> => {
  const minCapacity = MinCapacity ?? before?.minCapacity;
  const maxCapacity = MaxCapacity ?? before?.maxCapacity;
  if (minCapacity === undefined || maxCapacity === undefined)
    throw validation("Both MinCapacity and MaxCapacity are required to register a new scalable target.");
  if (minCapacity < 0) throw validation("Minimum capacity cannot be less than zero");
  if (minCapacity > maxCapacity) throw validation("Maximum capacity cannot be less than minimum capacity");
  return { minCapacity, maxCapacity };
};

/** AWS doesn't say what becomes of an attribute that is left out of a state that is named; here it is resumed, as by default. */
const suspendedOf = (wanted: SuspendedState | undefined, before: ScalableTargetRecord | undefined): SuspendedRecord => {
  if (wanted === undefined) return before?.suspended ?? nothingSuspended;
  return {
    DynamicScalingInSuspended: wanted.DynamicScalingInSuspended ?? false,
    DynamicScalingOutSuspended: wanted.DynamicScalingOutSuspended ?? false,
    ScheduledScalingSuspended: wanted.ScheduledScalingSuspended ?? false,
  };
};

const newTarget = (
  resourceId: string,
  { Tags = {} }: RegisterScalableTargetCommandInput,
  { now, random, accountId, region }: CallContext,
): ScalableTargetRecord => ({
  arn: `arn:aws:application-autoscaling:${region}:${accountId}:scalable-target/${randomHex(random, 36)}`,
  resourceId,
  minCapacity: 0,
  maxCapacity: 0,
  suspended: nothingSuspended,
  tags: Tags,
  createdAt: now,
  pendingUntil: now,
});

const keepWithin = (
  state: RegionState,
  { resourceId, minCapacity, maxCapacity }: ScalableTargetRecord,
  context: CallContext,
): RegionState => {
  const [, clusterName = "", serviceName = ""] = resourceId.split("/");
  const cluster = Object.values(state.ecs.clusters).find((found) => found.clusterName === clusterName);
  const service = cluster === undefined ? undefined : findService(state, cluster, serviceName);
  if (cluster === undefined || service?.status !== "ACTIVE") return state;
  const desiredCount = Math.min(Math.max(service.desiredCount, minCapacity), maxCapacity);
  if (desiredCount === service.desiredCount) return state;
  const update = { cluster: cluster.clusterArn, service: service.serviceArn, desiredCount };
  return updateService(state, update, context).state;
};

/** At most 50 a page. */
export const describeScalableTargets: Operation<DescribeScalableTargetsCommandInput> = (state, input) => {
  const { ResourceIds = [], ServiceNamespace, NextToken, MaxResults } = input;
  if (ServiceNamespace === undefined) throw validation("ServiceNamespace is required.");
  if (ResourceIds.length > pageSize) throw validation(`ResourceIds can have at most ${pageSize} items.`);
  const wanted = Object.values(state.applicationAutoScaling.targets).filter(
    ({ resourceId }) =>
      ServiceNamespace === modelled.ServiceNamespace && (ResourceIds.length === 0 || ResourceIds.includes(resourceId)),
  );
  const { items, nextToken } = pageOf(wanted, { nextToken: NextToken, maxResults: MaxResults }, pageSize);
  return { state, output: { ScalableTargets: items.map(describe), NextToken: nextToken } };
};

const describe = (target: ScalableTargetRecord): ScalableTarget => ({
  ...modelled,
  ResourceId: target.resourceId,
  MinCapacity: target.minCapacity,
  MaxCapacity: target.maxCapacity,
  RoleARN: `${target.arn.split(":").slice(0, 2).join(":")}:iam::${target.arn.split(":")[4]}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
  CreationTime: new Date(target.createdAt),
  SuspendedState: target.suspended,
  ScalableTargetARN: target.arn,
});

/**
 * Its policies and scheduled actions go with it.
 * Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeregisterScalableTarget.html
 */
export const deregisterScalableTarget: Operation<DeregisterScalableTargetCommandInput> = (state, input, { now }) => {
  const target = targetOf(state, input);
  requireNotPending(target, now);
  const { targets, policies, actions } = state.applicationAutoScaling;
  const isOfTarget = (key: string): boolean => key.startsWith(`${target.resourceId} `);
  const left = without(targets, (resourceId) => resourceId === target.resourceId);
  const slice = { targets: left, policies: without(policies, isOfTarget), actions: without(actions, isOfTarget) };
  return { state: updateSlice(state, slice), output: {} };
};
