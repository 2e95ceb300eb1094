import type {
  ListTagsForResourceCommandInput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from "@aws-sdk/client-application-auto-scaling";
import { AwsError, type Operation } from "../operation";
import type { RegionState } from "../state";
import { updateSlice, without } from "./records";
import type { ScalableTargetRecord } from "./state";

/** The tags of a scalable target. */
export const listTagsForResource: Operation<ListTagsForResourceCommandInput> = (state, { ResourceARN }) => ({
  state,
  output: { Tags: taggedTarget(state, ResourceARN).tags },
});

/** Adds or replaces tags of a scalable target. */
export const tagResource: Operation<TagResourceCommandInput> = (state, { ResourceARN, Tags }) => {
  const target = taggedTarget(state, ResourceARN);
  return { state: retag(state, target, { ...target.tags, ...Tags }), output: {} };
};

/** Removes tags of a scalable target by key. */
export const untagResource: Operation<UntagResourceCommandInput> = (state, { ResourceARN, TagKeys = [] }) => {
  const target = taggedTarget(state, ResourceARN);
  const tags = without(target.tags, (key) => TagKeys.includes(key));
  return { state: retag(state, target, tags), output: {} };
};

const taggedTarget = (state: RegionState, arn: string | undefined): ScalableTargetRecord => {
  const found = Object.values(state.applicationAutoScaling.targets).find((target) => target.arn === arn);
  if (found !== undefined) return found;
  throw new AwsError("ResourceNotFoundException", `The resource ${arn} does not exist.`);
};

/** Tags are no update of the target: nothing is pending afterwards. */
const retag = (state: RegionState, target: ScalableTargetRecord, tags: ScalableTargetRecord["tags"]): RegionState =>
  updateSlice(state, {
    targets: { ...state.applicationAutoScaling.targets, [target.resourceId]: { ...target, tags } },
  });
