import type {
  DeleteScalingPolicyCommandInput,
  DescribeScalingPoliciesCommandInput,
  PutScalingPolicyCommandInput,
} from "@aws-sdk/client-application-auto-scaling";
import type { Operation } from "../operation";
import { pageOf } from "../page";
import { randomHex } from "../random-hex";
import { keyOf, objectNotFound, putTarget, requireNotPending, targetOf, updateSlice, without } from "./records";
import type { ScalingPolicyRecord } from "./state";

/** Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingPolicies.html */
const pageSize = 10;

/** Creates a policy, or changes what is named of the one with its name; the alarms that AWS makes for it aren't modelled. */
export const putScalingPolicy: Operation<PutScalingPolicyCommandInput> = (
  state,
  input,
  { now, random, ...context },
) => {
  const target = targetOf(state, input);
  requireNotPending(target, now);
  const { policies } = state.applicationAutoScaling;
  const key = keyOf(target.resourceId, input.PolicyName);
  const before = policies[key];
  const id = randomHex(random, 32);
  const policy: ScalingPolicyRecord = {
    arn: `arn:aws:autoscaling:${context.region}:${context.accountId}:scalingPolicy:${id}:resource/ecs/${target.resourceId}:policyName/${input.PolicyName}`,
    createdAt: now,
    ...before,
    request: { ...before?.request, ...input },
  };
  const put = updateSlice(putTarget(state, target, now), { policies: { ...policies, [key]: policy } });
  return { state: put, output: { PolicyARN: policy.arn, Alarms: [] } };
};

/** By resource and by name. */
export const describeScalingPolicies: Operation<DescribeScalingPoliciesCommandInput> = (state, input) => {
  const wanted = Object.values(state.applicationAutoScaling.policies).filter(
    ({ request }) =>
      (input.ResourceId === undefined || request.ResourceId === input.ResourceId) &&
      (input.PolicyNames ?? [request.PolicyName]).includes(request.PolicyName),
  );
  const request = { nextToken: input.NextToken, maxResults: input.MaxResults };
  const { items, nextToken } = pageOf(wanted, request, pageSize);
  const ScalingPolicies = items.map(({ arn, request: put, createdAt }) => ({
    ...put,
    PolicyARN: arn,
    CreationTime: new Date(createdAt),
    Alarms: [],
  }));
  return { state, output: { ScalingPolicies, NextToken: nextToken } };
};

/** Deletes a policy; refuses one that isn't there. */
export const deleteScalingPolicy: Operation<DeleteScalingPolicyCommandInput> = (state, input, { now }) => {
  const target = targetOf(state, input);
  requireNotPending(target, now);
  const { policies } = state.applicationAutoScaling;
  const key = keyOf(target.resourceId, input.PolicyName);
  if (policies[key] === undefined) throw objectNotFound(`No scaling policy found for ${key}`);
  const left = without(policies, (other) => other === key);
  return { state: updateSlice(putTarget(state, target, now), { policies: left }), output: {} };
};
