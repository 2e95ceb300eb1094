import type { Action, TargetGroupTuple } from "@aws-sdk/client-elastic-load-balancing-v2";
import { flagIn, numberIn, objectIn, objectsIn, type Properties, textIn } from "../../properties";

/** What decides how a listener's or rule's actions are written. */
export interface ActionsOptions {
  /** A change always says whether targets stick, a creation only where the program does. */
  readonly sendsStickiness: boolean;
}

/** Actions as the API takes them; a weight of 0 is sent like any other. */
export const toActions = (actions: readonly Properties[], options: ActionsOptions): Action[] =>
  actions.map((action, index) => ({
    Type: textIn(action, "type") as Action["Type"],
    Order: numberIn(action, "order") ?? index + 1,
    ...detailsOf(action, options),
  }));

const detailsOf = (action: Properties, options: ActionsOptions): Partial<Action> => {
  const type = textIn(action, "type");
  if (type === "forward") return forwardOf(action, options);
  if (type === "fixed-response") return { FixedResponseConfig: fixedResponseOf(objectIn(action, "fixedResponse")) };
  if (type === "redirect") return { RedirectConfig: redirectOf(objectIn(action, "redirect")) };
  throw new Error(
    `The rehearsal does not model listener actions of type ${type}: use forward, fixed-response or redirect.`,
  );
};

const forwardOf = (action: Properties, { sendsStickiness }: ActionsOptions): Partial<Action> => {
  const TargetGroupArn = textIn(action, "targetGroupArn");
  const forward = objectIn(action, "forward");
  const groups = objectsIn(forward, "targetGroups");
  if (groups.length === 0) return { TargetGroupArn };
  const stickiness = objectIn(forward, "stickiness");
  const Enabled = flagIn(stickiness, "enabled") ?? (sendsStickiness ? false : undefined);
  return {
    ForwardConfig: {
      TargetGroups: groups.map(toGroup),
      TargetGroupStickinessConfig:
        Enabled === undefined
          ? undefined
          : { Enabled, DurationSeconds: Enabled ? numberIn(stickiness, "duration") : undefined },
    },
  };
};

/** A group without a weight weighs 1, which the provider fills in. */
const toGroup = (group: Properties): TargetGroupTuple => ({
  TargetGroupArn: textIn(group, "arn"),
  Weight: numberIn(group, "weight") ?? 1,
});

const fixedResponseOf = (response: Properties): Action["FixedResponseConfig"] => ({
  ContentType: textIn(response, "contentType"),
  MessageBody: textIn(response, "messageBody"),
  StatusCode: textIn(response, "statusCode"),
});

const redirectOf = (redirect: Properties): Action["RedirectConfig"] => ({
  Host: textIn(redirect, "host") ?? "#{host}",
  Path: textIn(redirect, "path") ?? "/#{path}",
  Port: textIn(redirect, "port") ?? "#{port}",
  Protocol: textIn(redirect, "protocol") ?? "#{protocol}",
  Query: textIn(redirect, "query") ?? "#{query}",
  StatusCode: textIn(redirect, "statusCode") as "HTTP_301",
});

/**
 * The program's actions with the weights that AWS has: unchanged where these are the same, so that a refresh finds only
 * what somebody changed.
 */
export const withLiveWeights = (actions: readonly Properties[], live: readonly Action[]): readonly Properties[] =>
  actions.map((action, index) => {
    const groups = live[index]?.ForwardConfig?.TargetGroups;
    const forward = objectIn(action, "forward");
    if (groups === undefined || objectsIn(forward, "targetGroups").length === 0) return action;
    const targetGroups = groups.map((group) => ({ arn: group.TargetGroupArn, weight: group.Weight }));
    return isSameGroups(objectsIn(forward, "targetGroups"), groups)
      ? action
      : { ...action, forward: { ...forward, targetGroups } };
  });

const isSameGroups = (before: readonly Properties[], live: readonly TargetGroupTuple[]): boolean => {
  const weights = new Map(live.map(({ TargetGroupArn, Weight }) => [TargetGroupArn, Weight]));
  return (
    before.length === live.length &&
    before.map(toGroup).every(({ TargetGroupArn, Weight }) => weights.get(TargetGroupArn) === Weight)
  );
};
