import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupInput,
  ProtocolEnum,
  TargetGroup,
  TargetGroupAttribute,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { isRefusal, unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveResource, type LiveType } from "../../live-type";
import { flagIn, numberIn, objectIn, type Properties, textIn } from "../../properties";
import { tagsOf } from "../tags";
import { updateElbv2Tags } from "./tag-elbv2";

const notFound = ["TargetGroupNotFound", "TargetGroupNotFoundException"];

/** A group is in use until its last rule is gone, which AWS notices a little later: the provider waits this long. */
const deleteTimeoutMs = 2 * 60_000;

/** `aws.lb.TargetGroup`. */
export const targetGroup: LiveType = {
  create: async (inputs, context) => {
    const input: CreateTargetGroupInput = {
      Name: textIn(inputs, "name"),
      Port: numberIn(inputs, "port"),
      Protocol: textIn(inputs, "protocol") as ProtocolEnum,
      ProtocolVersion: textIn(inputs, "protocolVersion"),
      Tags: tagsOf(inputs),
      TargetType: (textIn(inputs, "targetType") ?? "instance") as "instance",
      VpcId: textIn(inputs, "vpcId"),
      ...healthCheckOf(inputs),
    };
    const answer = await context.send<CreateTargetGroupOutput>("elbv2", "CreateTargetGroup", input);
    const resource = toResource(answer.TargetGroups?.[0] ?? {});
    context.keep(resource);
    await modifyAttributes(resource.id, attributesOf(inputs), context);
    return resource;
  },
  read: async ({ id }, { send }) => {
    const request = send<DescribeTargetGroupsOutput>("elbv2", "DescribeTargetGroups", { TargetGroupArns: [id] });
    const found = (await unlessRefused(request, notFound))?.TargetGroups?.[0];
    return found && toResource(found);
  },
  update: async (change, context) => {
    const { id, olds, news } = change;
    if (hasChanged(change, ["healthCheck"])) {
      const input: ModifyTargetGroupInput = { TargetGroupArn: id, ...healthCheckOf(news) };
      await context.send("elbv2", "ModifyTargetGroup", input);
    }
    const before = new Map(attributesOf(olds).map(({ Key, Value }) => [Key, Value]));
    await modifyAttributes(
      id,
      attributesOf(news).filter(({ Key, Value }) => before.get(Key) !== Value),
      context,
    );
    await updateElbv2Tags(change, context);
    return {};
  },
  delete: async ({ id }, context) => {
    const attempt = async (): Promise<true | undefined> => {
      try {
        await context.send("elbv2", "DeleteTargetGroup", { TargetGroupArn: id });
      } catch (error) {
        if (isRefusal(error, ["ResourceInUse", "ResourceInUseException"])) return undefined;
        if (!isRefusal(error, notFound)) throw error;
      }
      return true;
    };
    await context.waitUntil("no rule uses the target group", attempt, deleteTimeoutMs);
  },
  filledIn: ["ipAddressType", "loadBalancingAlgorithmType", "protocolVersion", "stickiness"],
};

const toResource = (found: TargetGroup): LiveResource => {
  const arn = found.TargetGroupArn ?? "";
  return {
    id: arn,
    outputs: {
      arn,
      arnSuffix: arn.slice(arn.lastIndexOf(":") + 1),
      ipAddressType: found.IpAddressType,
      loadBalancerArns: found.LoadBalancerArns ?? [],
      protocolVersion: found.ProtocolVersion,
      targetType: found.TargetType,
    },
  };
};

/** The provider's own defaults, which it always sends; the path's and the matcher's are AWS's. */
const healthCheckOf = (inputs: Properties) => {
  const check = objectIn(inputs, "healthCheck");
  const matcher = textIn(check, "matcher");
  return {
    HealthCheckEnabled: flagIn(check, "enabled") ?? true,
    HealthCheckIntervalSeconds: numberIn(check, "interval") ?? 30,
    HealthCheckPath: textIn(check, "path"),
    HealthCheckPort: textIn(check, "port") ?? "traffic-port",
    HealthCheckProtocol: (textIn(check, "protocol") ?? "HTTP") as ProtocolEnum,
    HealthCheckTimeoutSeconds: numberIn(check, "timeout"),
    HealthyThresholdCount: numberIn(check, "healthyThreshold") ?? 3,
    Matcher: matcher === undefined ? undefined : { HttpCode: matcher },
    UnhealthyThresholdCount: numberIn(check, "unhealthyThreshold") ?? 3,
  };
};

const modifyAttributes = async (
  arn: string,
  Attributes: readonly TargetGroupAttribute[],
  { send }: LiveContext,
): Promise<void> => {
  if (Attributes.length > 0) await send("elbv2", "ModifyTargetGroupAttributes", { TargetGroupArn: arn, Attributes });
};

const simpleAttributes: readonly (readonly [key: string, property: string])[] = [
  ["deregistration_delay.timeout_seconds", "deregistrationDelay"],
  ["load_balancing.algorithm.anomaly_mitigation", "loadBalancingAnomalyMitigation"],
  ["load_balancing.algorithm.type", "loadBalancingAlgorithmType"],
  ["load_balancing.cross_zone.enabled", "loadBalancingCrossZoneEnabled"],
  ["slow_start.duration_seconds", "slowStart"],
];

/** Only what the program sets: AWS's own defaults stay unsent. */
const attributesOf = (inputs: Properties): TargetGroupAttribute[] => [
  ...simpleAttributes.flatMap(([Key, property]) => {
    const Value = textIn(inputs, property);
    return Value === undefined ? [] : [{ Key, Value }];
  }),
  ...stickinessOf(inputs),
  ...groupHealthOf(inputs),
];

const stickinessOf = (inputs: Properties): TargetGroupAttribute[] => {
  const stickiness = objectIn(inputs, "stickiness");
  const type = textIn(stickiness, "type");
  if (type === undefined) return [];
  const cookieName = textIn(stickiness, "cookieName");
  return [
    { Key: "stickiness.enabled", Value: textIn(stickiness, "enabled") ?? "true" },
    { Key: "stickiness.type", Value: type },
    { Key: `stickiness.${type}.duration_seconds`, Value: textIn(stickiness, "cookieDuration") ?? "86400" },
    ...(cookieName === undefined ? [] : [{ Key: "stickiness.app_cookie.cookie_name", Value: cookieName }]),
  ];
};

const groupHealthOf = (inputs: Properties): TargetGroupAttribute[] => {
  const health = objectIn(inputs, "targetGroupHealth");
  const failover = objectIn(health, "dnsFailover");
  const routing = objectIn(health, "unhealthyStateRouting");
  if (Object.keys(health).length === 0) return [];
  const attribute = (key: string, value: string): TargetGroupAttribute => ({
    Key: `target_group_health.${key}`,
    Value: value,
  });
  return [
    attribute("dns_failover.minimum_healthy_targets.count", textIn(failover, "minimumHealthyTargetsCount") ?? "1"),
    attribute(
      "dns_failover.minimum_healthy_targets.percentage",
      textIn(failover, "minimumHealthyTargetsPercentage") ?? "off",
    ),
    attribute(
      "unhealthy_state_routing.minimum_healthy_targets.count",
      textIn(routing, "minimumHealthyTargetsCount") ?? "1",
    ),
    attribute(
      "unhealthy_state_routing.minimum_healthy_targets.percentage",
      textIn(routing, "minimumHealthyTargetsPercentage") ?? "off",
    ),
  ];
};
