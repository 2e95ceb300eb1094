import type { AddTagsInput, RemoveTagsInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { LiveContext, LiveUpdate } from "../../live-type";
import { tagChange } from "../tags";

/** Brings the tags of one ELBv2 resource to what the program says. */
export const updateElbv2Tags = async ({ id, olds, news }: LiveUpdate, { send }: LiveContext): Promise<void> => {
  const { set, removedKeys } = tagChange(olds, news);
  if (removedKeys.length > 0) {
    const input: RemoveTagsInput = { ResourceArns: [id], TagKeys: [...removedKeys] };
    await send("elbv2", "RemoveTags", input);
  }
  if (set.length > 0) {
    const input: AddTagsInput = { ResourceArns: [id], Tags: [...set] };
    await send("elbv2", "AddTags", input);
  }
};
