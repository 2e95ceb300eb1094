import type {
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Operation, Operations } from "../operation";
import { listenerDefaults } from "./default-attributes";
import { mergeAttributes } from "./merge-attributes";
import { requireListener, requireLoadBalancer, requireTargetGroup, updateElbv2 } from "./records";
import type { Attributes } from "./state";

const modifyLoadBalancerAttributes: Operation<ModifyLoadBalancerAttributesInput, ModifyLoadBalancerAttributesOutput> = (
  state,
  { LoadBalancerArn, Attributes },
) => {
  const record = requireLoadBalancer(state.elbv2, LoadBalancerArn);
  const attributes = mergeAttributes(record.attributes, Attributes);
  const loadBalancers = { ...state.elbv2.loadBalancers, [record.arn]: { ...record, attributes } };
  return { state: updateElbv2(state, { loadBalancers }), output: { Attributes: listed(attributes) } };
};

const describeLoadBalancerAttributes: Operation<
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput
> = (state, { LoadBalancerArn }) => ({
  state,
  output: { Attributes: listed(requireLoadBalancer(state.elbv2, LoadBalancerArn).attributes) },
});

const modifyTargetGroupAttributes: Operation<ModifyTargetGroupAttributesInput, ModifyTargetGroupAttributesOutput> = (
  state,
  { TargetGroupArn, Attributes },
) => {
  const record = requireTargetGroup(state.elbv2, TargetGroupArn);
  const attributes = mergeAttributes(record.attributes, Attributes);
  const targetGroups = { ...state.elbv2.targetGroups, [record.arn]: { ...record, attributes } };
  return { state: updateElbv2(state, { targetGroups }), output: { Attributes: listed(attributes) } };
};

const describeTargetGroupAttributes: Operation<
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput
> = (state, { TargetGroupArn }) => ({
  state,
  output: { Attributes: listed(requireTargetGroup(state.elbv2, TargetGroupArn).attributes) },
});

const describeListenerAttributes: Operation<DescribeListenerAttributesInput, DescribeListenerAttributesOutput> = (
  state,
  { ListenerArn },
) => {
  requireListener(state.elbv2, ListenerArn);
  return { state, output: { Attributes: listed(listenerDefaults) } };
};

const listed = (attributes: Attributes) => Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

/** What reads and changes attributes; those of listeners can only be read. */
export const attributeOperations: Operations = {
  DescribeListenerAttributes: describeListenerAttributes,
  DescribeLoadBalancerAttributes: describeLoadBalancerAttributes,
  DescribeTargetGroupAttributes: describeTargetGroupAttributes,
  ModifyLoadBalancerAttributes: modifyLoadBalancerAttributes,
  ModifyTargetGroupAttributes: modifyTargetGroupAttributes,
};
