import type { Tag, TagResourceCommandInput, UntagResourceCommandInput } from "@aws-sdk/client-ecs";
import type { LiveContext, LiveUpdate } from "../../live-type";
import type { Properties } from "../../properties";
import { tagChange, tagsOf } from "../tags";

/** Tags as ECS takes them; undefined where there are none. */
export const ecsTagsOf = (inputs: Properties): Tag[] | undefined => tagsOf(inputs)?.map(toEcsTag);

/** Brings the tags of one ECS resource to what the program says. */
export const updateEcsTags = async (
  resourceArn: string,
  { olds, news }: LiveUpdate,
  { send }: LiveContext,
): Promise<void> => {
  const { set, removedKeys } = tagChange(olds, news);
  if (removedKeys.length > 0) {
    const input: UntagResourceCommandInput = { resourceArn, tagKeys: [...removedKeys] };
    await send("ecs", "UntagResource", input);
  }
  if (set.length > 0) {
    const input: TagResourceCommandInput = { resourceArn, tags: set.map(toEcsTag) };
    await send("ecs", "TagResource", input);
  }
};

const toEcsTag = ({ Key, Value }: { readonly Key: string; readonly Value: string }): Tag => ({
  key: Key,
  value: Value,
});
