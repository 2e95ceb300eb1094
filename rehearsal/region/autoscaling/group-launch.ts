import type { CreateAutoScalingGroupType, LaunchTemplateSpecification } from "@aws-sdk/client-auto-scaling";
import type { Launch } from "../ec2/launch-instance";
import { AwsError } from "../operation";

/** What the next instance of a group is launched with, apart from its subnet. */
export interface GroupLaunch extends Pick<Launch, "template" | "instanceType" | "lifecycle"> {
  readonly subnetIds: readonly string[];
}

/**
 * Reads the launch template or the mixed instances policy; of several overrides the first one is always available here.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_MixedInstancesPolicy.html
 */
export const launchOf = (config: CreateAutoScalingGroupType): GroupLaunch => {
  const { MixedInstancesPolicy: policy } = config;
  const specification = config.LaunchTemplate ?? policy?.LaunchTemplate?.LaunchTemplateSpecification;
  if (specification === undefined) {
    throw new AwsError("ValidationError", "Valid requests must contain either LaunchTemplate or MixedInstancesPolicy.");
  }
  return {
    template: templateOf(specification),
    instanceType: policy?.LaunchTemplate?.Overrides?.[0]?.InstanceType,
    lifecycle: lifecycleOf(policy),
    subnetIds: (config.VPCZoneIdentifier ?? "").split(",").map((subnetId) => subnetId.trim()),
  };
};

const templateOf = (specification: LaunchTemplateSpecification): Launch["template"] => ({
  id: specification.LaunchTemplateId,
  name: specification.LaunchTemplateName,
  version: specification.Version,
});

/** Only groups that are all spot or all on-demand are modelled: 100 % on-demand is the default. */
const lifecycleOf = (policy: CreateAutoScalingGroupType["MixedInstancesPolicy"]): Launch["lifecycle"] => {
  const { OnDemandPercentageAboveBaseCapacity: percentage = 100, OnDemandBaseCapacity: base = 0 } =
    policy?.InstancesDistribution ?? {};
  if (percentage === 100) return "on-demand";
  if (percentage === 0 && base === 0) return "spot";
  throw new AwsError(
    "NotModelled",
    `The rehearsal's region does not model a group with ${percentage} % on-demand above ${base}; use all or none.`,
    501,
  );
};
