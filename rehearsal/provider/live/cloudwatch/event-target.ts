import { createHash } from "node:crypto";
import { unlessRefused } from "../../aws-calls";
import type { LiveType } from "../../live-type";
import { numberIn, objectIn, type Properties, textIn } from "../../properties";

const notFound = ["ResourceNotFoundException"];

/** The region delivers events as they are, to queues. */
const unmodelled = ["input", "inputPath", "inputTransformer", "roleArn", "ecsTarget", "sqsTarget", "httpTarget"];

/** `aws.cloudwatch.EventTarget`. */
export const eventTarget: LiveType = {
  create: async (inputs, { send }) => {
    const targetId = textIn(inputs, "targetId") ?? madeUpId(inputs);
    await send("events", "PutTargets", putOf(inputs, targetId));
    return { id: `${textIn(inputs, "rule")}-${targetId}`, outputs: { targetId } };
  },
  read: async ({ id, state }, { send }) => {
    const request = send<{ readonly Targets?: readonly { readonly Id: string; readonly Arn: string }[] }>(
      "events",
      "ListTargetsByRule",
      { Rule: textIn(state, "rule") },
    );
    const targets = (await unlessRefused(request, notFound))?.Targets ?? [];
    const found = targets.find(({ Id }) => Id === textIn(state, "targetId"));
    return found && { id, outputs: {}, inputs: { arn: found.Arn } };
  },
  update: async ({ news, state }, { send }) => {
    await send("events", "PutTargets", putOf(news, textIn(state, "targetId") ?? ""));
    return {};
  },
  delete: async ({ state }, { send }) => {
    const input = { Rule: textIn(state, "rule"), Ids: [textIn(state, "targetId")] };
    await unlessRefused(send("events", "RemoveTargets", input), notFound);
  },
  filledIn: ["targetId"],
};

/** The provider makes one up as well; this one is the same in every run. */
const madeUpId = (inputs: Properties): string =>
  `terraform-${createHash("sha256")
    .update(`${textIn(inputs, "rule")} ${textIn(inputs, "arn")}`)
    .digest("hex")
    .slice(0, 26)}`;

const putOf = (inputs: Properties, targetId: string) => {
  const refused = unmodelled.find((name) => inputs[name] !== undefined);
  if (refused !== undefined) throw new Error(`The rehearsal does not model the property ${refused} of a target.`);
  const retry = objectIn(inputs, "retryPolicy");
  const deadLetterArn = textIn(objectIn(inputs, "deadLetterConfig"), "arn");
  const target = {
    Id: targetId,
    Arn: textIn(inputs, "arn"),
    ...(deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: deadLetterArn } }),
    RetryPolicy: {
      MaximumEventAgeInSeconds: numberIn(retry, "maximumEventAgeInSeconds"),
      MaximumRetryAttempts: numberIn(retry, "maximumRetryAttempts"),
    },
  };
  return { Rule: textIn(inputs, "rule"), Targets: [target] };
};
