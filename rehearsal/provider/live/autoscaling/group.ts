import type {
  AutoScalingGroup,
  CreateAutoScalingGroupCommandInput,
  DeleteAutoScalingGroupCommandInput,
  DescribeAutoScalingGroupsCommandOutput,
  UpdateAutoScalingGroupCommandInput,
} from "@aws-sdk/client-auto-scaling";
import { isRefusal } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveResource, type LiveType, type LiveUpdate } from "../../live-type";
import { flagIn, numberIn, type Properties, textIn } from "../../properties";
import { groupSettings, groupSettingsOf, groupTagsOf } from "./group-input";
import { parseDuration } from "./parse-duration";

/** The provider's own limit. */
const deleteTimeoutMs = 10 * 60_000;
const inUse = ["ResourceInUse", "ScalingActivityInProgress"];

/** `aws.autoscaling.Group`. */
export const group: LiveType = {
  create: async (inputs, context) => {
    const name = textIn(inputs, "name") ?? "";
    const input: CreateAutoScalingGroupCommandInput = {
      AutoScalingGroupName: name,
      MaxSize: numberIn(inputs, "maxSize"),
      MinSize: numberIn(inputs, "minSize"),
      ...groupSettingsOf(inputs),
      Tags: groupTagsOf(inputs, name),
    };
    await context.send("autoscaling", "CreateAutoScalingGroup", input);
    context.keep({ id: name, outputs: {} });
    await waitForCapacity(name, inputs, context);
    return toResource((await describe(name, context)) ?? { AutoScalingGroupName: name });
  },
  read: async ({ id }, context) => {
    const found = await describe(id, context);
    if (found === undefined) return undefined;
    return { ...toResource(found), inputs: { desiredCapacity: found.DesiredCapacity } };
  },
  update: async (change, context) => {
    await updateGroup(change, context);
    await updateTags(change, context);
    if (hasChanged(change, ["desiredCapacity", "minSize"])) await waitForCapacity(change.id, change.news, context);
    return {};
  },
  delete: async ({ id, state }, context) => {
    const ForceDelete = flagIn(state, "forceDelete") ?? false;
    if (!ForceDelete) await drain(id, context);
    await deleteGroup({ AutoScalingGroupName: id, ForceDelete }, context);
    const askGone = async (): Promise<true | undefined> =>
      (await describe(id, context)) === undefined ? true : undefined;
    await context.waitUntil(`the Auto Scaling group ${id} is gone`, askGone, deleteTimeoutMs);
  },
  filledIn: ["availabilityZones", "desiredCapacity", "healthCheckType"],
};

/** Sends what changed; sizes and the rest go in one call. */
const updateGroup = async (change: LiveUpdate, { send }: LiveContext): Promise<void> => {
  const changed = groupSettings.filter(({ properties }) => hasChanged(change, properties));
  if (changed.length === 0) return;
  const members = changed.map(({ toMembers }) => toMembers(change.news));
  const input: UpdateAutoScalingGroupCommandInput = Object.assign({ AutoScalingGroupName: change.id }, ...members);
  await send("autoscaling", "UpdateAutoScalingGroup", input);
};

const updateTags = async (change: LiveUpdate, { send }: LiveContext): Promise<void> => {
  if (!hasChanged(change, ["tags"])) return;
  const { id, olds, news } = change;
  const wanted = groupTagsOf(news, id) ?? [];
  const removed = (groupTagsOf(olds, id) ?? []).filter(({ Key }) => wanted.every((tag) => tag.Key !== Key));
  if (removed.length > 0) await send("autoscaling", "DeleteTags", { Tags: removed });
  if (wanted.length > 0) await send("autoscaling", "CreateOrUpdateTags", { Tags: wanted });
};

/** `"0"` says not to wait; ten minutes is the provider's default. */
const waitForCapacity = async (name: string, inputs: Properties, context: LiveContext): Promise<void> => {
  const limitMs = parseDuration(textIn(inputs, "waitForCapacityTimeout") ?? "10m");
  if (limitMs === 0) return;
  const wanted = numberIn(inputs, "desiredCapacity") ?? numberIn(inputs, "minSize") ?? 0;
  const askCapacity = async (): Promise<true | undefined> => {
    const { Instances = [] } = (await describe(name, context)) ?? {};
    const inService = Instances.filter(({ LifecycleState }) => LifecycleState === "InService").length;
    return inService >= wanted ? true : undefined;
  };
  await context.waitUntil(`${wanted} instances of ${name} are in service`, askCapacity, limitMs);
};

const drain = async (name: string, context: LiveContext): Promise<void> => {
  const input = { AutoScalingGroupName: name, MinSize: 0, MaxSize: 0, DesiredCapacity: 0 };
  if ((await describe(name, context)) === undefined) return;
  await context.send("autoscaling", "UpdateAutoScalingGroup", input);
  const askEmpty = async (): Promise<true | undefined> => {
    const { Instances = [] } = (await describe(name, context)) ?? {};
    return Instances.length === 0 ? true : undefined;
  };
  await context.waitUntil(`the Auto Scaling group ${name} is empty`, askEmpty, deleteTimeoutMs);
};

const deleteGroup = async (input: DeleteAutoScalingGroupCommandInput, context: LiveContext): Promise<void> => {
  const attempt = async (): Promise<true | undefined> => {
    try {
      await context.send("autoscaling", "DeleteAutoScalingGroup", input);
    } catch (error) {
      if (isRefusal(error, inUse)) return undefined;
      if (!isNotFound(error)) throw error;
    }
    return true;
  };
  await context.waitUntil(`the Auto Scaling group ${input.AutoScalingGroupName} can go`, attempt, deleteTimeoutMs);
};

/** AWS has no code of its own for it. */
const isNotFound = (error: unknown): boolean =>
  isRefusal(error, ["ValidationError"]) && error instanceof Error && error.message.includes("not found");

const describe = async (name: string, { send }: LiveContext): Promise<AutoScalingGroup | undefined> => {
  const input = { AutoScalingGroupNames: [name] };
  const answer = await send<DescribeAutoScalingGroupsCommandOutput>("autoscaling", "DescribeAutoScalingGroups", input);
  return answer.AutoScalingGroups?.[0];
};

const toResource = (found: Partial<AutoScalingGroup>): LiveResource => ({
  id: found.AutoScalingGroupName ?? "",
  outputs: {
    arn: found.AutoScalingGroupARN,
    availabilityZones: found.AvailabilityZones ?? [],
    desiredCapacity: found.DesiredCapacity,
    healthCheckType: found.HealthCheckType,
    name: found.AutoScalingGroupName,
  },
});
