import type { Action, TargetGroupStickinessConfig, TargetGroupTuple } from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError } from "../operation";
import { requireTargetGroup } from "./records";
import { invalid, requireRange } from "./refusals";
import type { Elbv2State } from "./state";

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html (target groups per action) */
const maxGroupsPerForward = 5;
/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html */
const weightRange = [0, 999] as const;
/** What a group gets whose weight is left out: not 0, so it would share the traffic. */
const defaultWeight = 1;
/** Seven days. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupStickinessConfig.html */
const stickinessSeconds = [1, 604_800] as const;

/** A forward action with weights and stickiness written out, in both spellings where it has one group. */
export const completeForward = (state: Elbv2State, action: Action): Action => {
  const groups = completeGroups(state, groupsOf(action));
  const stickiness = completeStickiness(action.ForwardConfig?.TargetGroupStickinessConfig);
  const [first] = groups;
  return {
    Type: "forward",
    ...(groups.length === 1 && first !== undefined ? { TargetGroupArn: first.TargetGroupArn } : {}),
    ForwardConfig: { TargetGroups: groups, TargetGroupStickinessConfig: stickiness },
  };
};

/** Both spellings may be given only if they name the same single group. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html */
const groupsOf = ({ TargetGroupArn, ForwardConfig }: Action): readonly TargetGroupTuple[] => {
  const tuples = ForwardConfig?.TargetGroups ?? [];
  if (TargetGroupArn === undefined || TargetGroupArn === "") return tuples;
  if (tuples.length === 0) return [{ TargetGroupArn }];
  if (tuples.length === 1 && tuples[0]?.TargetGroupArn === TargetGroupArn) return tuples;
  throw invalid(
    "A forward action names a TargetGroupArn and other target groups in ForwardConfig: pass one of the two.",
  );
};

const completeGroups = (state: Elbv2State, tuples: readonly TargetGroupTuple[]): TargetGroupTuple[] => {
  if (tuples.length === 0) throw invalid("A forward action names no target group: pass 1 to 5.");
  if (tuples.length > maxGroupsPerForward) {
    throw new AwsError(
      "InvalidLoadBalancerActionException",
      `A forward action names ${tuples.length} target groups: at most ${maxGroupsPerForward}.`,
    );
  }
  if (new Set(tuples.map(({ TargetGroupArn }) => TargetGroupArn)).size < tuples.length) {
    throw invalid("A forward action names a target group twice: name each once, with its weight.");
  }
  return tuples.map(({ TargetGroupArn, Weight = defaultWeight }) => {
    requireRange("Weight", Weight, weightRange);
    return { TargetGroupArn: requireTargetGroup(state, TargetGroupArn).arn, Weight };
  });
};

const completeStickiness = (config: TargetGroupStickinessConfig | undefined): TargetGroupStickinessConfig => {
  const { Enabled = false, DurationSeconds } = config ?? {};
  if (Enabled && DurationSeconds === undefined) {
    throw invalid(
      "TargetGroupStickinessConfig.DurationSeconds is missing: it is required where stickiness is enabled.",
    );
  }
  requireRange("TargetGroupStickinessConfig.DurationSeconds", DurationSeconds, stickinessSeconds);
  return DurationSeconds === undefined ? { Enabled } : { Enabled, DurationSeconds };
};
