import type {
  DescribeScheduledActionsResponse,
  PutScheduledActionRequest,
} from "@aws-sdk/client-application-auto-scaling";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveResource, type LiveType, type LiveUpdate } from "../../live-type";
import { numberIn, objectIn, type Properties, textIn } from "../../properties";
import { notFound, targetNameOf } from "./target-name";

const service = "application-autoscaling";

/** What the provider sends for a schedule in UTC. */
const defaultTimezone = "UTC";

/** `aws.appautoscaling.ScheduledAction`. */
export const scheduledAction: LiveType = {
  create: async (inputs, context) => {
    await context.send(service, "PutScheduledAction", actionOf(inputs));
    return requireAction(inputs, context);
  },
  read: ({ state }, context) => readAction(state, context),
  update: async (change, { send }) => {
    await send(service, "PutScheduledAction", changesOf(change));
    return {};
  },
  delete: async ({ state }, { send }) => {
    const request = { ...targetNameOf(state), ScheduledActionName: textIn(state, "name") };
    await unlessRefused(send(service, "DeleteScheduledAction", request), notFound);
  },
};

const actionOf = (inputs: Properties): PutScheduledActionRequest => ({
  ...targetNameOf(inputs),
  ScheduledActionName: textIn(inputs, "name") ?? "",
  Schedule: textIn(inputs, "schedule"),
  Timezone: textIn(inputs, "timezone") ?? defaultTimezone,
  ScalableTargetAction: boundsOf(inputs),
});

const boundsOf = (inputs: Properties) => {
  const action = objectIn(inputs, "scalableTargetAction");
  return { MaxCapacity: numberIn(action, "maxCapacity"), MinCapacity: numberIn(action, "minCapacity") };
};

/** The provider sends what has changed, and AWS keeps the rest. */
const changesOf = (change: LiveUpdate): PutScheduledActionRequest => {
  const { Schedule, Timezone, ScalableTargetAction, ...name } = actionOf(change.news);
  return {
    ...name,
    ...(hasChanged(change, ["schedule"]) ? { Schedule } : {}),
    ...(hasChanged(change, ["timezone"]) ? { Timezone } : {}),
    ...(hasChanged(change, ["scalableTargetAction"]) ? { ScalableTargetAction } : {}),
  };
};

const requireAction = async (inputs: Properties, context: LiveContext): Promise<LiveResource> => {
  const found = await readAction(inputs, context);
  if (found === undefined) throw new Error("The scheduled action is gone right after it was put.");
  return found;
};

/** The provider makes the id of four parts. */
const readAction = async (state: Properties, { send }: LiveContext): Promise<LiveResource | undefined> => {
  const name = textIn(state, "name") ?? "";
  const request = { ...targetNameOf(state), ScheduledActionNames: [name] };
  const answer = await send<DescribeScheduledActionsResponse>(service, "DescribeScheduledActions", request);
  const found = answer.ScheduledActions?.[0];
  return found && { id: `${name}-ecs-${textIn(state, "resourceId")}`, outputs: { arn: found.ScheduledActionARN } };
};
