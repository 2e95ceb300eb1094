import type {
  DescribeContinuousBackupsCommandInput,
  DescribeTimeToLiveCommandInput,
  ListTagsOfResourceCommandInput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
  UpdateContinuousBackupsCommandInput,
  UpdateTimeToLiveCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { Operation } from "../operation";
import { validation } from "./refusals";
import type { TableRecord } from "./state";
import { activeTableOf, putTable, tableOf } from "./table-records";

/**
 * Says which attribute holds the second from which on an item may be deleted; the same twice is refused.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
 */
export const updateTimeToLive: Operation<UpdateTimeToLiveCommandInput> = (state, input, context) => {
  const { timeToLiveAttribute, ...table } = activeTableOf(state, input.TableName, context);
  const { Enabled = false, AttributeName = "" } = input.TimeToLiveSpecification ?? {};
  if (Enabled === (timeToLiveAttribute !== undefined))
    throw validation(`TimeToLive is already ${Enabled ? "enabled" : "disabled"}`);
  const changed = putTable(state, Enabled ? { ...table, timeToLiveAttribute: AttributeName } : table);
  return { state: changed, output: { TimeToLiveSpecification: { Enabled, AttributeName } } };
};

/** Whether items expire, and by what. */
export const describeTimeToLive: Operation<DescribeTimeToLiveCommandInput> = (state, input) => {
  const { timeToLiveAttribute: AttributeName } = tableOf(state, input.TableName);
  const TimeToLiveDescription =
    AttributeName === undefined ? { TimeToLiveStatus: "DISABLED" } : { TimeToLiveStatus: "ENABLED", AttributeName };
  return { state, output: { TimeToLiveDescription } };
};

/** Turns point-in-time recovery on or off; nothing can be recovered here. */
export const updateContinuousBackups: Operation<UpdateContinuousBackupsCommandInput> = (state, input, context) => {
  const table = activeTableOf(state, input.TableName, context);
  const hasPointInTimeRecovery = input.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false;
  const changed = { ...table, hasPointInTimeRecovery };
  return { state: putTable(state, changed), output: { ContinuousBackupsDescription: backupsOf(changed) } };
};

/** Whether a table can be recovered. */
export const describeContinuousBackups: Operation<DescribeContinuousBackupsCommandInput> = (state, input) => ({
  state,
  output: { ContinuousBackupsDescription: backupsOf(tableOf(state, input.TableName)) },
});

const backupsOf = ({ hasPointInTimeRecovery }: TableRecord) => ({
  ContinuousBackupsStatus: "ENABLED",
  PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: hasPointInTimeRecovery ? "ENABLED" : "DISABLED" },
});

/** Adds or replaces tags. */
export const tagResource: Operation<TagResourceCommandInput> = (state, input) => {
  const table = tableOf(state, input.ResourceArn);
  const added = Object.fromEntries((input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
  return { state: putTable(state, { ...table, tags: { ...table.tags, ...added } }), output: {} };
};

/** Removes tags by key. */
export const untagResource: Operation<UntagResourceCommandInput> = (state, input) => {
  const table = tableOf(state, input.ResourceArn);
  const kept = Object.entries(table.tags).filter(([key]) => !(input.TagKeys ?? []).includes(key));
  return { state: putTable(state, { ...table, tags: Object.fromEntries(kept) }), output: {} };
};

/** The tags of a table. */
export const listTagsOfResource: Operation<ListTagsOfResourceCommandInput> = (state, input) => ({
  state,
  output: {
    Tags: Object.entries(tableOf(state, input.ResourceArn).tags).map(([Key, Value]) => ({ Key, Value })),
  },
});
