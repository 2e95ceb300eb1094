import type {
  ListTagsForResourceCommandInput,
  Tag,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from "@aws-sdk/client-ecs";
import type { Operation } from "../operation";
import type { RegionState } from "../state";
import { updateEcs } from "./update-ecs";

/** The region with these tags added to the resource's. */
export const storeTags = (state: RegionState, arn: string, tags: readonly Tag[] | undefined): RegionState => {
  if (tags === undefined || tags.length === 0) return state;
  const kept = (state.ecs.tags[arn] ?? []).filter(({ key }) => !tags.some((tag) => tag.key === key));
  return updateEcs(state, { tags: { ...state.ecs.tags, [arn]: [...kept, ...tags] } });
};

/** Adds tags, replacing those with the same key. */
export const tagResource: Operation<TagResourceCommandInput> = (state, { resourceArn = "", tags }) => ({
  state: storeTags(state, resourceArn, tags),
  output: {},
});

/** Removes tags by key. */
export const untagResource: Operation<UntagResourceCommandInput> = (state, { resourceArn = "", tagKeys = [] }) => {
  const kept = (state.ecs.tags[resourceArn] ?? []).filter(({ key = "" }) => !tagKeys.includes(key));
  return { state: updateEcs(state, { tags: { ...state.ecs.tags, [resourceArn]: kept } }), output: {} };
};

/** The tags of any ECS resource; none where nobody tagged it. */
export const listTagsForResource: Operation<ListTagsForResourceCommandInput> = (state, { resourceArn = "" }) => ({
  state,
  output: { tags: [...(state.ecs.tags[resourceArn] ?? [])] },
});

/**
 * What a Describe operation answers: tags only where they were asked for.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeClusters.html (include)
 */
export const withTagsOnRequest = <Described extends { tags?: Tag[] | undefined }>(
  described: Described,
  include: readonly string[] | undefined,
): Described => (include?.includes("TAGS") === true ? described : { ...described, tags: [] });
