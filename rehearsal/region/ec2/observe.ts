import { emitEvent } from "../events/emit-event";
import type { Observation } from "../observation";
import { AwsError, type CallContext } from "../operation";
import type { RegionState } from "../state";
import type { InstanceRecord, Interruption } from "./state";
import { putInstance } from "./update-ec2";

/** The notice before an instance is taken. Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
export const interruptionNoticeMs = 120_000;

/** What an observation changes in EC2; observations that concern others leave the state as it is. */
export const observeEc2 = (state: RegionState, observation: Observation, context: CallContext): RegionState => {
  if (observation.kind !== "spot-interrupted" && observation.kind !== "rebalance-recommended") return state;
  const change = observation.kind === "spot-interrupted" ? interrupt : recommend;
  return observation.instanceIds.reduce(
    (current, instanceId) => change(current, runningSpot(current, instanceId), context),
    state,
  );
};

const runningSpot = (state: RegionState, instanceId: string): InstanceRecord => {
  const instance = state.ec2.instances[instanceId];
  if (instance?.lifecycle === "spot" && instance.state === "running") return instance;
  throw new AwsError("NotModelled", `${instanceId} is no running spot instance: AWS takes only those back.`, 501);
};

/** A second notice changes nothing: the first one's time counts. */
const interrupt = (state: RegionState, instance: InstanceRecord, context: CallContext): RegionState => {
  if (instance.interruption !== undefined) return state;
  const { now } = context;
  const action = actionFor(state, instance);
  const at = action === "hibernate" ? now : now + interruptionNoticeMs;
  const interruption: Interruption = { action, noticedAt: now, at };
  const { instanceId, availabilityZone } = instance;
  const event = {
    source: "aws.ec2",
    detailType: "EC2 Spot Instance Interruption Warning",
    resources: [`arn:aws:ec2:${availabilityZone}:instance/${instanceId}`],
    detail: { "instance-id": instanceId, "instance-action": interruption.action },
  };
  return emitEvent(putInstance(state, { ...instance, interruption }), event, context);
};

/**
 * What the fleet asked for; hibernation begins with its notice, and nobody gets two minutes.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruption-behavior.html
 */
const actionFor = (state: RegionState, { owner }: InstanceRecord): Interruption["action"] =>
  owner.kind === "spot-fleet"
    ? (state.ec2.spotFleets[owner.spotFleetRequestId]?.config.InstanceInterruptionBehavior ?? "terminate")
    : "terminate";

/** Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html */
const recommend = (state: RegionState, instance: InstanceRecord, context: CallContext): RegionState => {
  const { region, accountId, now } = context;
  const { instanceId } = instance;
  const event = {
    source: "aws.ec2",
    detailType: "EC2 Instance Rebalance Recommendation",
    resources: [`arn:aws:ec2:${region}:${accountId}:instance/${instanceId}`],
    detail: { "instance-id": instanceId },
  };
  return emitEvent(putInstance(state, { ...instance, rebalanceRecommendedAt: now }), event, context);
};
