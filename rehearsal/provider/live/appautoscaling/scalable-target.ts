import type {
  DescribeScalableTargetsResponse,
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse,
  ScalableTarget,
} from "@aws-sdk/client-application-auto-scaling";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveType } from "../../live-type";
import { flagIn, numberIn, objectIn, type Properties, textIn } from "../../properties";
import { tagChange } from "../tags";
import { notFound, targetNameOf } from "./target-name";

/** `aws.appautoscaling.Target`; the resource id is its own, as with the real provider. */
export const scalableTarget: LiveType = {
  create: async (inputs, { send }) => {
    const tags = objectIn(inputs, "tagsAll");
    const answer = await send<RegisterScalableTargetResponse>("application-autoscaling", "RegisterScalableTarget", {
      ...registrationOf(inputs),
      Tags: Object.keys(tags).length === 0 ? undefined : tags,
    });
    return { id: textIn(inputs, "resourceId") ?? "", outputs: { arn: answer.ScalableTargetARN } };
  },
  read: async ({ id, state }, { send }) => {
    const { ServiceNamespace, ScalableDimension, ResourceId } = targetNameOf(state);
    const request = { ServiceNamespace, ScalableDimension, ResourceIds: [ResourceId] };
    const answer = await send<DescribeScalableTargetsResponse>(
      "application-autoscaling",
      "DescribeScalableTargets",
      request,
    );
    const found = answer.ScalableTargets?.[0];
    return found && { id, outputs: { arn: found.ScalableTargetARN }, inputs: boundsOf(found) };
  },
  update: async (change, context) => {
    if (hasChanged(change, ["maxCapacity", "minCapacity", "suspendedState"]))
      await context.send("application-autoscaling", "RegisterScalableTarget", registrationOf(change.news));
    await updateTags(textIn(change.state, "arn"), tagChange(change.olds, change.news), context);
    return {};
  },
  delete: async ({ state }, { send }) => {
    const request = send("application-autoscaling", "DeregisterScalableTarget", targetNameOf(state));
    await unlessRefused(request, notFound);
  },
};

const registrationOf = (inputs: Properties): RegisterScalableTargetRequest => ({
  ...targetNameOf(inputs),
  MaxCapacity: numberIn(inputs, "maxCapacity"),
  MinCapacity: numberIn(inputs, "minCapacity"),
  SuspendedState: inputs["suspendedState"] === undefined ? undefined : suspendedOf(objectIn(inputs, "suspendedState")),
});

const suspendedOf = (state: Properties) => ({
  DynamicScalingInSuspended: flagIn(state, "dynamicScalingInSuspended") ?? false,
  DynamicScalingOutSuspended: flagIn(state, "dynamicScalingOutSuspended") ?? false,
  ScheduledScalingSuspended: flagIn(state, "scheduledScalingSuspended") ?? false,
});

/** What functions and commands change behind Pulumi's back. */
const boundsOf = ({ MinCapacity, MaxCapacity }: ScalableTarget): Properties => ({
  maxCapacity: MaxCapacity,
  minCapacity: MinCapacity,
});

const updateTags = async (
  ResourceARN: string | undefined,
  { set, removedKeys }: ReturnType<typeof tagChange>,
  { send }: LiveContext,
): Promise<void> => {
  const call = (operation: string, input: object) => send("application-autoscaling", operation, input);
  if (removedKeys.length > 0) await call("UntagResource", { ResourceARN, TagKeys: removedKeys });
  const Tags = Object.fromEntries(set.map(({ Key, Value }) => [Key, Value]));
  if (set.length > 0) await call("TagResource", { ResourceARN, Tags });
};
