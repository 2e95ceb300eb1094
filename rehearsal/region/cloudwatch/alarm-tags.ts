import type { ListTagsForResourceInput, TagResourceInput, UntagResourceInput } from "@aws-sdk/client-cloudwatch";
import { AwsError, type Operation } from "../operation";
import type { RegionState } from "../state";
import { putAlarm } from "./alarms";
import type { AlarmRecord } from "./state";

/** Adds or replaces tags of an alarm. */
export const tagResource: Operation<TagResourceInput> = (state, input) => {
  const alarm = alarmOf(state, input);
  const added = input.Tags ?? [];
  const kept = alarm.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
  return { state: putAlarm(state, { ...alarm, tags: [...kept, ...added] }), output: {} };
};

/** Removes tags of an alarm by key. */
export const untagResource: Operation<UntagResourceInput> = (state, input) => {
  const alarm = alarmOf(state, input);
  const tags = alarm.tags.filter(({ Key = "" }) => !(input.TagKeys ?? []).includes(Key));
  return { state: putAlarm(state, { ...alarm, tags }), output: {} };
};

/** The tags of an alarm. */
export const listTagsForResource: Operation<ListTagsForResourceInput> = (state, input) => ({
  state,
  output: { Tags: [...alarmOf(state, input).tags] },
});

const alarmOf = (state: RegionState, { ResourceARN }: ListTagsForResourceInput): AlarmRecord => {
  const alarm = Object.values(state.cloudwatch.alarms).find(({ arn }) => arn === ResourceARN);
  if (alarm === undefined) throw new AwsError("ResourceNotFoundException", `${ResourceARN} does not exist.`, 404);
  return alarm;
};
