import { AwsError, type Operation } from "../operation";
import type { RegionState } from "../state";
import { putRecord } from "./rules";
import type { EventRuleRecord } from "./state";

interface TaggedInput {
  readonly ResourceARN?: string;
}

/** Adds or replaces tags of a rule. */
export const tagResource: Operation<TaggedInput & { readonly Tags?: EventRuleRecord["tags"] }> = (state, input) => {
  const rule = taggedRule(state, input);
  const added = input.Tags ?? [];
  const kept = rule.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
  return { state: putRecord(state, { ...rule, tags: [...kept, ...added] }), output: {} };
};

/** Removes tags of a rule by key. */
export const untagResource: Operation<TaggedInput & { readonly TagKeys?: readonly string[] }> = (state, input) => {
  const rule = taggedRule(state, input);
  const tags = rule.tags.filter(({ Key }) => !(input.TagKeys ?? []).includes(Key));
  return { state: putRecord(state, { ...rule, tags }), output: {} };
};

const taggedRule = (state: RegionState, { ResourceARN }: TaggedInput): EventRuleRecord => {
  const rule = Object.values(state.events.rules).find(({ arn }) => arn === ResourceARN);
  if (rule === undefined) throw new AwsError("ResourceNotFoundException", `${ResourceARN} does not exist.`);
  return rule;
};
