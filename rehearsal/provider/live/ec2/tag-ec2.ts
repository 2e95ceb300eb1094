import type {
  CreateTagsCommandInput,
  DeleteTagsCommandInput,
  ResourceType,
  TagSpecification,
} from "@aws-sdk/client-ec2";
import type { LiveContext, LiveUpdate } from "../../live-type";
import type { Properties } from "../../properties";
import { tagChange, tagsOf } from "../tags";

/** The tags of the resource itself; undefined where there are none. What it launches is tagged by its template. */
export const tagSpecificationsOf = (inputs: Properties, ResourceType: ResourceType): TagSpecification[] | undefined => {
  const Tags = tagsOf(inputs);
  return Tags && [{ ResourceType, Tags }];
};

/** Brings the tags of one EC2 resource to what the program says. */
export const updateEc2Tags = async ({ id, olds, news }: LiveUpdate, { send }: LiveContext): Promise<void> => {
  const { set, removedKeys } = tagChange(olds, news);
  if (removedKeys.length > 0) {
    const input: DeleteTagsCommandInput = { Resources: [id], Tags: removedKeys.map((Key) => ({ Key })) };
    await send("ec2", "DeleteTags", input);
  }
  if (set.length > 0) {
    const input: CreateTagsCommandInput = { Resources: [id], Tags: [...set] };
    await send("ec2", "CreateTags", input);
  }
};
