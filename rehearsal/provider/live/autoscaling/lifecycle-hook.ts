import type { DescribeLifecycleHooksCommandOutput, PutLifecycleHookCommandInput } from "@aws-sdk/client-auto-scaling";
import { unlessRefused } from "../../aws-calls";
import type { LiveType } from "../../live-type";
import { numberIn, type Properties, textIn } from "../../properties";

/** AWS has no code of its own for a hook or group that isn't there. */
const notFound = ["ValidationError"];

/** `aws.autoscaling.LifecycleHook`. */
export const lifecycleHook: LiveType = {
  create: async (inputs, { send }) => {
    await send("autoscaling", "PutLifecycleHook", putOf(inputs));
    return { id: textIn(inputs, "name") ?? "", outputs: {} };
  },
  read: async ({ id, state }, { send }) => {
    const input = { AutoScalingGroupName: textIn(state, "autoscalingGroupName"), LifecycleHookNames: [id] };
    const request = send<DescribeLifecycleHooksCommandOutput>("autoscaling", "DescribeLifecycleHooks", input);
    const found = (await unlessRefused(request, notFound))?.LifecycleHooks?.[0];
    return found && { id, outputs: { defaultResult: found.DefaultResult } };
  },
  update: async ({ news }, { send }) => {
    await send("autoscaling", "PutLifecycleHook", putOf(news));
    return {};
  },
  delete: async ({ id, state }, { send }) => {
    const input = { AutoScalingGroupName: textIn(state, "autoscalingGroupName"), LifecycleHookName: id };
    await unlessRefused(send("autoscaling", "DeleteLifecycleHook", input), notFound);
  },
  filledIn: ["defaultResult"],
};

const putOf = (inputs: Properties): PutLifecycleHookCommandInput => ({
  AutoScalingGroupName: textIn(inputs, "autoscalingGroupName"),
  DefaultResult: textIn(inputs, "defaultResult"),
  HeartbeatTimeout: numberIn(inputs, "heartbeatTimeout"),
  LifecycleHookName: textIn(inputs, "name"),
  LifecycleTransition: textIn(inputs, "lifecycleTransition"),
  NotificationMetadata: textIn(inputs, "notificationMetadata"),
  NotificationTargetARN: textIn(inputs, "notificationTargetArn"),
  RoleARN: textIn(inputs, "roleArn"),
});
