import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveType } from "../../live-type";
import { type Properties, textIn } from "../../properties";
import { tagChange, tagsOf } from "../tags";

const notFound = ["ResourceNotFoundException"];

/** What a PutRule carries besides tags. */
const settings = ["description", "eventPattern", "roleArn", "scheduleExpression", "state"];

/** `aws.cloudwatch.EventRule`. */
export const eventRule: LiveType = {
  create: async (inputs, { send }) => {
    const name = textIn(inputs, "name") ?? "";
    const { RuleArn } = await send<{ readonly RuleArn?: string }>("events", "PutRule", {
      ...putOf(inputs),
      Tags: tagsOf(inputs),
    });
    return { id: name, outputs: { arn: RuleArn } };
  },
  read: async ({ id }, { send }) => {
    const request = send<{ readonly Arn?: string; readonly State?: string }>("events", "DescribeRule", { Name: id });
    const found = await unlessRefused(request, notFound);
    return found && { id, outputs: { arn: found.Arn, state: found.State } };
  },
  update: async (change, context) => {
    if (hasChanged(change, settings)) await context.send("events", "PutRule", putOf(change.news));
    await updateTags(textIn(change.state, "arn"), tagChange(change.olds, change.news), context);
    return {};
  },
  delete: async ({ id }, { send }) => {
    await unlessRefused(send("events", "DeleteRule", { Name: id }), notFound);
  },
};

const putOf = (inputs: Properties) => ({
  Name: textIn(inputs, "name"),
  Description: textIn(inputs, "description"),
  EventBusName: textIn(inputs, "eventBusName"),
  EventPattern: textIn(inputs, "eventPattern"),
  ScheduleExpression: textIn(inputs, "scheduleExpression"),
  State: textIn(inputs, "state"),
});

const updateTags = async (
  ResourceARN: string | undefined,
  { set, removedKeys }: ReturnType<typeof tagChange>,
  { send }: LiveContext,
): Promise<void> => {
  if (removedKeys.length > 0) await send("events", "UntagResource", { ResourceARN, TagKeys: removedKeys });
  if (set.length > 0) await send("events", "TagResource", { ResourceARN, Tags: set });
};
