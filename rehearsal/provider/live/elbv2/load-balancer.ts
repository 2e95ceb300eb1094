import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DescribeLoadBalancersOutput,
  LoadBalancer,
  LoadBalancerAttribute,
  ModifyLoadBalancerAttributesInput,
  SetSecurityGroupsInput,
  SetSubnetsInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveResource, type LiveType } from "../../live-type";
import { flagIn, objectIn, type Properties, textIn, textsIn } from "../../properties";
import { tagsOf } from "../tags";
import { updateElbv2Tags } from "./tag-elbv2";

const createTimeoutMs = 10 * 60_000;

/** `aws.lb.LoadBalancer` of type application. */
export const loadBalancer: LiveType = {
  create: async (inputs, context) => {
    const input: CreateLoadBalancerInput = {
      Name: textIn(inputs, "name"),
      Scheme: flagIn(inputs, "internal") === true ? "internal" : undefined,
      SecurityGroups: textsIn(inputs, "securityGroups"),
      Subnets: textsIn(inputs, "subnets"),
      Tags: tagsOf(inputs),
      Type: (textIn(inputs, "loadBalancerType") ?? "application") as "application",
    };
    const answer = await context.send<CreateLoadBalancerOutput>("elbv2", "CreateLoadBalancer", input);
    const resource = toResource(answer.LoadBalancers?.[0] ?? {});
    context.keep(resource);
    await context.waitUntil("the load balancer is active", () => describeActive(resource.id, context), createTimeoutMs);
    await modifyAttributes(resource.id, attributesOf(inputs), context);
    return resource;
  },
  read: async ({ id }, context) => {
    const found = await describe(id, context);
    return found && toResource(found);
  },
  update: async (change, context) => {
    const { id, olds, news } = change;
    const before = new Map(attributesOf(olds).map(({ Key, Value }) => [Key, Value]));
    const changed = attributesOf(news).filter(({ Key, Value }) => before.get(Key) !== Value);
    if (changed.length > 0) await modifyAttributes(id, changed, context);
    if (hasChanged(change, ["securityGroups"])) {
      const input: SetSecurityGroupsInput = { LoadBalancerArn: id, SecurityGroups: textsIn(news, "securityGroups") };
      await context.send("elbv2", "SetSecurityGroups", input);
    }
    if (hasChanged(change, ["subnets"])) {
      const input: SetSubnetsInput = { LoadBalancerArn: id, Subnets: textsIn(news, "subnets") };
      await context.send("elbv2", "SetSubnets", input);
    }
    await updateElbv2Tags(change, context);
    return {};
  },
  delete: async ({ id }, { send }) => {
    await send("elbv2", "DeleteLoadBalancer", { LoadBalancerArn: id });
  },
  filledIn: ["ipAddressType", "subnetMappings"],
};

const describe = async (arn: string, { send }: LiveContext): Promise<LoadBalancer | undefined> => {
  const request = send<DescribeLoadBalancersOutput>("elbv2", "DescribeLoadBalancers", { LoadBalancerArns: [arn] });
  const answer = await unlessRefused(request, ["LoadBalancerNotFound", "LoadBalancerNotFoundException"]);
  return answer?.LoadBalancers?.[0];
};

const describeActive = async (arn: string, context: LiveContext): Promise<LoadBalancer | undefined> => {
  const found = await describe(arn, context);
  return found?.State?.Code === "active" ? found : undefined;
};

const toResource = (found: LoadBalancer): LiveResource => {
  const arn = found.LoadBalancerArn ?? "";
  return {
    id: arn,
    outputs: {
      arn,
      arnSuffix: arn.slice(arn.indexOf(":loadbalancer/") + ":loadbalancer/".length),
      dnsName: found.DNSName,
      internal: found.Scheme === "internal",
      ipAddressType: found.IpAddressType,
      loadBalancerType: found.Type,
      vpcId: found.VpcId,
      zoneId: found.CanonicalHostedZoneId,
    },
  };
};

const modifyAttributes = (arn: string, Attributes: LoadBalancerAttribute[], { send }: LiveContext): Promise<object> => {
  const input: ModifyLoadBalancerAttributesInput = { LoadBalancerArn: arn, Attributes };
  return send("elbv2", "ModifyLoadBalancerAttributes", input);
};

/** The attributes that the provider always sends for an application load balancer, by the property that sets them. */
const attributeDefaults: readonly (readonly [key: string, property: string, value: string])[] = [
  ["client_keep_alive.seconds", "clientKeepAlive", "3600"],
  ["deletion_protection.enabled", "enableDeletionProtection", "false"],
  ["idle_timeout.timeout_seconds", "idleTimeout", "60"],
  ["routing.http.desync_mitigation_mode", "desyncMitigationMode", "defensive"],
  ["routing.http.drop_invalid_header_fields.enabled", "dropInvalidHeaderFields", "false"],
  ["routing.http.preserve_host_header.enabled", "preserveHostHeader", "false"],
  ["routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "enableTlsVersionAndCipherSuiteHeaders", "false"],
  ["routing.http.xff_client_port.enabled", "enableXffClientPort", "false"],
  ["routing.http.xff_header_processing.mode", "xffHeaderProcessingMode", "append"],
  ["routing.http2.enabled", "enableHttp2", "true"],
  ["waf.fail_open.enabled", "enableWafFailOpen", "false"],
  ["zonal_shift.config.enabled", "enableZonalShift", "false"],
];

const logAttributes: readonly (readonly [key: string, property: string])[] = [
  ["access_logs.s3", "accessLogs"],
  ["connection_logs.s3", "connectionLogs"],
  ["health_check_logs.s3", "healthCheckLogs"],
];

const attributesOf = (inputs: Properties): LoadBalancerAttribute[] => [
  ...logAttributes.flatMap(([key, property]) => logAttributesOf(key, objectIn(inputs, property))),
  ...attributeDefaults.map(([Key, property, value]) => ({ Key, Value: textIn(inputs, property) ?? value })),
];

const logAttributesOf = (key: string, log: Properties): LoadBalancerAttribute[] => {
  if (flagIn(log, "enabled") !== true) return [{ Key: `${key}.enabled`, Value: "false" }];
  return [
    { Key: `${key}.enabled`, Value: "true" },
    { Key: `${key}.bucket`, Value: textIn(log, "bucket") ?? "" },
    { Key: `${key}.prefix`, Value: textIn(log, "prefix") ?? "" },
  ];
};
