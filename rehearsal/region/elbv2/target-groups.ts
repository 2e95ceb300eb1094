import { isDeepStrictEqual } from "node:util";
import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DeleteTargetGroupInput,
  DeleteTargetGroupOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
  TargetGroup,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError, type Operation, type Operations } from "../operation";
import { newTargetGroupArn } from "./arns";
import { targetGroupDefaults } from "./default-attributes";
import { groupsOfRule, loadBalancersOf } from "./groups-in-use";
import { completeHealthCheck } from "./health-check-settings";
import { pageByMarker } from "./page-by-marker";
import { requireLoadBalancer, requireTargetGroup, updateElbv2, without } from "./records";
import { invalid, notModelled, requireRange } from "./refusals";
import type { Elbv2State, TargetGroupRecord } from "./state";
import { withTags } from "./tags";
import { validateName } from "./validate-name";

/** Idempotent with the same settings: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const createTargetGroup: Operation<CreateTargetGroupInput, CreateTargetGroupOutput> = (state, input, context) => {
  const name = validateName("Target group", input.Name);
  const { targetGroups, tags } = state.elbv2;
  const same = Object.values(targetGroups).find(({ group }) => group.TargetGroupName === name);
  if (same !== undefined) {
    if (isDeepStrictEqual(same.input, input)) return { state, output: { TargetGroups: [describe(state.elbv2, same)] } };
    throw new AwsError("DuplicateTargetGroupNameException", `A target group with the name '${name}' already exists.`);
  }
  const arn = newTargetGroupArn(name, context);
  const group = { TargetGroupArn: arn, TargetGroupName: name, ...requireHttp(input), ...completeHealthCheck(input) };
  const record: TargetGroupRecord = { arn, input, group, attributes: targetGroupDefaults, targets: [] };
  const changed = updateElbv2(state, {
    targetGroups: { ...targetGroups, [arn]: record },
    tags: withTags(tags, arn, input.Tags),
  });
  return { state: changed, output: { TargetGroups: [describe(changed.elbv2, record)] } };
};

const requireHttp = (input: CreateTargetGroupInput) => {
  const { Protocol, Port, VpcId, TargetType = "instance", IpAddressType = "ipv4" } = input;
  const ProtocolVersion = input.ProtocolVersion || "HTTP1";
  if (TargetType !== "instance") throw notModelled(`target groups of type ${TargetType}`);
  if (Protocol !== "HTTP") throw notModelled(`target groups for ${Protocol}`);
  if (ProtocolVersion !== "HTTP1") throw notModelled(`target groups for protocol version ${ProtocolVersion}`);
  if (VpcId === undefined || VpcId === "") throw invalid("VpcId is missing: targets of type instance need one.");
  if (Port === undefined) throw invalid("Port is missing: pass 1 to 65535.");
  requireRange("Port", Port, [1, 65_535]);
  return { Protocol, ProtocolVersion, Port, VpcId, TargetType, IpAddressType };
};

const modifyTargetGroup: Operation<ModifyTargetGroupInput, ModifyTargetGroupOutput> = (state, input) => {
  const record = requireTargetGroup(state.elbv2, input.TargetGroupArn);
  const group = { ...record.group, ...completeHealthCheck({ ...record.group, ...given(input) }) };
  const changed = { ...record, group };
  const targetGroups = { ...state.elbv2.targetGroups, [record.arn]: changed };
  return {
    state: updateElbv2(state, { targetGroups }),
    output: { TargetGroups: [describe(state.elbv2, changed)] },
  };
};

const given = (input: ModifyTargetGroupInput): ModifyTargetGroupInput =>
  Object.assign(
    { TargetGroupArn: input.TargetGroupArn },
    Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)),
  );

const describeTargetGroups: Operation<DescribeTargetGroupsInput, DescribeTargetGroupsOutput> = (state, input) => {
  const { items, next } = pageByMarker(selected(state.elbv2, input), input);
  return { state, output: { TargetGroups: items.map((record) => describe(state.elbv2, record)), ...next } };
};

const selected = (state: Elbv2State, input: DescribeTargetGroupsInput): readonly TargetGroupRecord[] => {
  const { TargetGroupArns, Names, LoadBalancerArn } = input;
  const all = Object.values(state.targetGroups);
  if (TargetGroupArns !== undefined) return TargetGroupArns.map((arn) => requireTargetGroup(state, arn));
  if (Names !== undefined) {
    const byName = new Map(all.map((record) => [record.group.TargetGroupName, record.arn]));
    return Names.map((name) => requireTargetGroup(state, byName.get(name) ?? name));
  }
  if (LoadBalancerArn === undefined) return all;
  const { arn } = requireLoadBalancer(state, LoadBalancerArn);
  return all.filter((record) => loadBalancersOf(state, record.arn).includes(arn));
};

const describe = (state: Elbv2State, { arn, group }: TargetGroupRecord): TargetGroup => ({
  ...group,
  LoadBalancerArns: loadBalancersOf(state, arn),
});

/** Its targets are deregistered with it; while a rule names it, it stays: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html */
const deleteTargetGroup: Operation<DeleteTargetGroupInput, DeleteTargetGroupOutput> = (state, { TargetGroupArn }) => {
  const { arn } = requireTargetGroup(state.elbv2, TargetGroupArn);
  const user = Object.values(state.elbv2.rules).find((rule) => groupsOfRule(rule).includes(arn));
  if (user !== undefined) {
    throw new AwsError(
      "ResourceInUseException",
      `Target group '${arn}' is currently in use by the listener or rule '${user.arn}'.`,
    );
  }
  const { targetGroups, tags, traffic } = state.elbv2;
  const changed = updateElbv2(state, {
    targetGroups: without(targetGroups, arn),
    tags: without(tags, arn),
    traffic: without(traffic, arn),
  });
  return { state: changed, output: {} };
};

/** What makes, shows, changes and removes target groups. */
export const targetGroupOperations: Operations = {
  CreateTargetGroup: createTargetGroup,
  DescribeTargetGroups: describeTargetGroups,
  ModifyTargetGroup: modifyTargetGroup,
  DeleteTargetGroup: deleteTargetGroup,
};
