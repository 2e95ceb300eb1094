import type {
  AddTagsToResourceCommandInput,
  ListTagsForResourceCommandInput,
  RemoveTagsFromResourceCommandInput,
} from "@aws-sdk/client-ssm";
import { AwsError, type Operation } from "../operation";
import type { RegionState } from "../state";
import { findParameter, putParameterRecord } from "./parameter-records";
import type { ParameterRecord } from "./state";

/** Adds tags to a parameter, replacing those with the same key. */
export const addTagsToResource: Operation<AddTagsToResourceCommandInput> = (state, input) => {
  const parameter = resourceOf(state, input);
  const added = input.Tags ?? [];
  const kept = parameter.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
  return { state: putParameterRecord(state, { ...parameter, tags: [...kept, ...added] }), output: {} };
};

/** Removes tags by key. */
export const removeTagsFromResource: Operation<RemoveTagsFromResourceCommandInput> = (state, input) => {
  const parameter = resourceOf(state, input);
  const tags = parameter.tags.filter(({ Key = "" }) => input.TagKeys?.includes(Key) !== true);
  return { state: putParameterRecord(state, { ...parameter, tags }), output: {} };
};

/** The tags of a parameter. */
export const listTagsForResource: Operation<ListTagsForResourceCommandInput> = (state, input) => ({
  state,
  output: { TagList: [...resourceOf(state, input).tags] },
});

const resourceOf = (state: RegionState, input: ListTagsForResourceCommandInput): ParameterRecord => {
  const parameter = input.ResourceType === "Parameter" ? findParameter(state, input.ResourceId) : undefined;
  if (parameter === undefined) {
    throw new AwsError(
      "InvalidResourceId",
      `The resource ID ${input.ResourceId} is not valid. Verify the ID and try again.`,
    );
  }
  return parameter;
};
