import type {
  DescribeScalingPoliciesResponse,
  PutScalingPolicyRequest,
  PutScalingPolicyResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { unlessRefused } from "../../aws-calls";
import type { LiveType } from "../../live-type";
import { type Properties, textIn } from "../../properties";
import { pascalCase } from "./pascal-case";
import { notFound, targetNameOf } from "./target-name";

const service = "application-autoscaling";

/** `aws.appautoscaling.Policy`; its alarms aren't modelled. */
export const scalingPolicy: LiveType = {
  create: async (inputs, { send }) => {
    const { PolicyARN } = await send<PutScalingPolicyResponse>(service, "PutScalingPolicy", policyOf(inputs));
    return { id: textIn(inputs, "name") ?? "", outputs: { arn: PolicyARN, alarmArns: [] } };
  },
  read: async ({ id, state }, { send }) => {
    const request = { ...targetNameOf(state), PolicyNames: [textIn(state, "name")] };
    const answer = await send<DescribeScalingPoliciesResponse>(service, "DescribeScalingPolicies", request);
    const found = answer.ScalingPolicies?.[0];
    return found && { id, outputs: { arn: found.PolicyARN, alarmArns: [] } };
  },
  update: async ({ news }, { send }) => {
    await send(service, "PutScalingPolicy", policyOf(news));
    return {};
  },
  delete: async ({ state }, { send }) => {
    const request = { ...targetNameOf(state), PolicyName: textIn(state, "name") };
    await unlessRefused(send(service, "DeleteScalingPolicy", request), notFound);
  },
};

const configurations = [
  "predictiveScalingPolicyConfiguration",
  "stepScalingPolicyConfiguration",
  "targetTrackingScalingPolicyConfiguration",
] as const;

const policyOf = (inputs: Properties): PutScalingPolicyRequest => {
  const set = configurations.filter((name) => inputs[name] !== undefined).map((name) => [name, inputs[name]]);
  return {
    ...targetNameOf(inputs),
    PolicyName: textIn(inputs, "name") ?? "",
    PolicyType: textIn(inputs, "policyType") as NonNullable<PutScalingPolicyRequest["PolicyType"]>,
    ...(pascalCase(Object.fromEntries(set)) as object),
  };
};
