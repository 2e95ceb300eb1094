import type {
  DeleteScheduledActionCommandInput,
  DescribeScheduledActionsCommandInput,
  PutScheduledActionCommandInput,
  PutScheduledActionRequest,
} from "@aws-sdk/client-application-auto-scaling";
import type { Operation } from "../operation";
import { pageOf } from "../page";
import { randomHex } from "../random-hex";
import { keyOf, objectNotFound, putTarget, requireNotPending, targetOf, updateSlice, without } from "./records";
import type { ScheduledActionRecord } from "./state";

/** Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScheduledActions.html */
const pageSize = 50;

/**
 * Creates an action, or changes what is named of the one with its name: its times to start and end are deleted where they
 * aren't named, all else stays.
 * Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
 */
export const putScheduledAction: Operation<PutScheduledActionCommandInput> = (state, input, context) => {
  const { now, random, region, accountId } = context;
  const target = targetOf(state, input);
  requireNotPending(target, now);
  const { actions } = state.applicationAutoScaling;
  const key = keyOf(target.resourceId, input.ScheduledActionName);
  const before = actions[key];
  const action: ScheduledActionRecord = {
    arn: `arn:aws:autoscaling:${region}:${accountId}:scheduledAction:${randomHex(random, 32)}:resource/ecs/${target.resourceId}:scheduledActionName/${input.ScheduledActionName}`,
    createdAt: now,
    ...before,
    request: { ...withoutTimes(before?.request), ...input },
  };
  const put = updateSlice(putTarget(state, target, now), { actions: { ...actions, [key]: action } });
  return { state: put, output: {} };
};

const withoutTimes = (request: PutScheduledActionRequest | undefined): Partial<PutScheduledActionRequest> => {
  const { StartTime: _start, EndTime: _end, ...rest } = request ?? {};
  return rest;
};

/** By resource and by name. */
export const describeScheduledActions: Operation<DescribeScheduledActionsCommandInput> = (state, input) => {
  const wanted = Object.values(state.applicationAutoScaling.actions).filter(
    ({ request }) =>
      (input.ResourceId === undefined || request.ResourceId === input.ResourceId) &&
      (input.ScheduledActionNames ?? [request.ScheduledActionName]).includes(request.ScheduledActionName),
  );
  const request = { nextToken: input.NextToken, maxResults: input.MaxResults };
  const { items, nextToken } = pageOf(wanted, request, pageSize);
  const ScheduledActions = items.map(({ arn, request: put, createdAt }) => ({
    ...put,
    ScheduledActionARN: arn,
    CreationTime: new Date(createdAt),
  }));
  return { state, output: { ScheduledActions, NextToken: nextToken } };
};

/** Deletes an action; refuses one that isn't there. */
export const deleteScheduledAction: Operation<DeleteScheduledActionCommandInput> = (state, input, { now }) => {
  const target = targetOf(state, input);
  requireNotPending(target, now);
  const { actions } = state.applicationAutoScaling;
  const key = keyOf(target.resourceId, input.ScheduledActionName);
  if (actions[key] === undefined) throw objectNotFound(`No scheduled action found for ${key}`);
  const left = without(actions, (other) => other === key);
  return { state: updateSlice(putTarget(state, target, now), { actions: left }), output: {} };
};
