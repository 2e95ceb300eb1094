import type {
  AddTagsInput,
  AddTagsOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  RemoveTagsInput,
  RemoveTagsOutput,
  Tag,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError, type Operation, type Operations } from "../operation";
import { requireListener, requireLoadBalancer, requireRule, requireTargetGroup, updateElbv2 } from "./records";
import { invalid } from "./refusals";
import type { Elbv2State } from "./state";

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
const maxResourcesPerCall = 20;
/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-tags.html */
const maxTags = 50;

/** The tag table with these tags added to (or changed on) one resource. */
export const withTags = (tags: Elbv2State["tags"], arn: string, additions: readonly Tag[] = []): Elbv2State["tags"] => {
  const keys = additions.map(({ Key }) => Key);
  if (new Set(keys).size < keys.length) {
    throw new AwsError("DuplicateTagKeysException", `A tag key was passed twice: ${keys.join(", ")}.`);
  }
  const kept = (tags[arn] ?? []).filter(({ Key }) => !keys.includes(Key));
  const all = [...kept, ...additions];
  if (all.length > maxTags) {
    throw new AwsError("TooManyTagsException", `${arn} would have ${all.length} tags: at most ${maxTags}.`);
  }
  return { ...tags, [arn]: all };
};

const addTags: Operation<AddTagsInput, AddTagsOutput> = (state, { ResourceArns, Tags }) => {
  const tags = requireResources(state.elbv2, ResourceArns).reduce(
    (all, arn) => withTags(all, arn, Tags),
    state.elbv2.tags,
  );
  return { state: updateElbv2(state, { tags }), output: {} };
};

const removeTags: Operation<RemoveTagsInput, RemoveTagsOutput> = (state, { ResourceArns, TagKeys = [] }) => {
  const remaining = requireResources(state.elbv2, ResourceArns).map((arn) => {
    const kept = (state.elbv2.tags[arn] ?? []).filter(({ Key = "" }) => !TagKeys.includes(Key));
    return [arn, kept] as const;
  });
  const tags = { ...state.elbv2.tags, ...Object.fromEntries(remaining) };
  return { state: updateElbv2(state, { tags }), output: {} };
};

const describeTags: Operation<DescribeTagsInput, DescribeTagsOutput> = (state, { ResourceArns }) => ({
  state,
  output: {
    TagDescriptions: requireResources(state.elbv2, ResourceArns).map((ResourceArn) => ({
      ResourceArn,
      Tags: [...(state.elbv2.tags[ResourceArn] ?? [])],
    })),
  },
});

const requireResources = (state: Elbv2State, arns: readonly string[] | undefined): readonly string[] => {
  if (arns === undefined || arns.length === 0 || arns.length > maxResourcesPerCall) {
    throw invalid(`ResourceArns has ${arns?.length ?? 0} members: pass 1 to ${maxResourcesPerCall}.`);
  }
  for (const arn of arns) requireResource(state, arn);
  return arns;
};

const requireResource = (state: Elbv2State, arn: string): unknown => {
  if (arn.includes(":listener-rule/")) return requireRule(state, arn);
  if (arn.includes(":listener/")) return requireListener(state, arn);
  if (arn.includes(":targetgroup/")) return requireTargetGroup(state, arn);
  return requireLoadBalancer(state, arn);
};

/** What tags load balancers, listeners, rules and target groups. */
export const tagOperations: Operations = { AddTags: addTags, RemoveTags: removeTags, DescribeTags: describeTags };
