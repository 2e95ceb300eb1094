import type {
  DeregisterTargetsInput,
  DeregisterTargetsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
  RegisterTargetsOutput,
  TargetDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError, type CallContext, type Operation, type Operations } from "../operation";
import type { RegionState } from "../state";
import { groupsInUse } from "./groups-in-use";
import { requireTargetGroup, updateElbv2 } from "./records";
import { invalid, requireRange } from "./refusals";
import type { TargetGroupRecord, TargetRecord } from "./state";
import { describeHealth, notRegistered, untestedHealth } from "./target-health";

/** One that is registered stays as it is; one that drains begins anew. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html */
const registerTargets: Operation<RegisterTargetsInput, RegisterTargetsOutput> = (state, input) => {
  const record = requireTargetGroup(state.elbv2, input.TargetGroupArn);
  const targets = requireTargets(input.Targets).reduce<readonly TargetRecord[]>((all, description) => {
    const asked = targetOf(record, description);
    const kept = all.filter((target) => !isSame(target, asked) || target.draining === undefined);
    return kept.some((target) => isSame(target, asked)) ? kept : [...kept, { ...asked, health: untestedHealth }];
  }, record.targets);
  return { state: withTargets(state, record, targets), output: {} };
};

/** A target that isn't registered is no error: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html */
const deregisterTargets: Operation<DeregisterTargetsInput, DeregisterTargetsOutput> = (state, input, context) => {
  const record = requireTargetGroup(state.elbv2, input.TargetGroupArn);
  const leaving = requireTargets(input.Targets).map((description) => targetOf(record, description));
  const draining = drainingFrom(state, record, context);
  const targets = record.targets.map((target) =>
    target.draining === undefined && leaving.some((asked) => isSame(target, asked)) ? { ...target, draining } : target,
  );
  return { state: withTargets(state, record, targets), output: {} };
};

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay */
const drainingFrom = ({ elbv2 }: RegionState, { attributes }: TargetGroupRecord, { now }: CallContext) => ({
  since: now,
  until: now + Number(attributes["deregistration_delay.timeout_seconds"]) * 1000,
  propagationDelayMs: elbv2.propagation.delayMs,
});

const describeTargetHealth: Operation<DescribeTargetHealthInput, DescribeTargetHealthOutput> = (
  state,
  input,
  { now },
) => {
  const record = requireTargetGroup(state.elbv2, input.TargetGroupArn);
  const isInUse = groupsInUse(state.elbv2.rules).has(record.arn);
  const known = record.targets.filter((target) => isPresent(target, now));
  const asked = input.Targets?.map((description) => targetOf(record, description)) ?? known;
  const TargetHealthDescriptions = asked.map(({ id, port }) => {
    const target = known.find((candidate) => isSame(candidate, { id, port }));
    return {
      Target: { Id: id, Port: port },
      HealthCheckPort: String(port),
      TargetHealth: target === undefined ? notRegistered : describeHealth(target, isInUse),
    };
  });
  return { state, output: { TargetHealthDescriptions } };
};

/** Whether a target is registered or still drains at `now`. */
export const isPresent = ({ draining }: TargetRecord, now: number): boolean =>
  draining === undefined || now < draining.until;

const isSame = (one: Pick<TargetRecord, "id" | "port">, other: Pick<TargetRecord, "id" | "port">): boolean =>
  one.id === other.id && one.port === other.port;

const requireTargets = (targets: readonly TargetDescription[] | undefined): readonly TargetDescription[] => {
  if (targets === undefined || targets.length === 0) throw invalid("Targets is empty: pass at least one.");
  return targets;
};

/** Without a port the group's port is meant: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html */
const targetOf = ({ group }: TargetGroupRecord, { Id, Port = group.Port }: TargetDescription) => {
  if (Id === undefined || !Id.startsWith("i-")) {
    throw new AwsError("InvalidTargetException", `The target ${Id} is not valid: this group takes instance ids (i-…).`);
  }
  requireRange("Port", Port, [1, 65_535]);
  return { id: Id, port: Port ?? 0 };
};

const withTargets = (state: RegionState, record: TargetGroupRecord, targets: readonly TargetRecord[]): RegionState =>
  updateElbv2(state, { targetGroups: { ...state.elbv2.targetGroups, [record.arn]: { ...record, targets } } });

/** What registers targets, takes them out and tells their health. */
export const targetOperations: Operations = {
  RegisterTargets: registerTargets,
  DeregisterTargets: deregisterTargets,
  DescribeTargetHealth: describeTargetHealth,
};
