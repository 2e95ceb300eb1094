import { isDeepStrictEqual } from "node:util";
import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DeleteLoadBalancerInput,
  DeleteLoadBalancerOutput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  LoadBalancer,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError, type CallContext, type Operation, type Operations } from "../operation";
import { randomHex } from "../random-hex";
import { newLoadBalancerArn } from "./arns";
import { loadBalancerDefaults } from "./default-attributes";
import { pageByMarker } from "./page-by-marker";
import { type requireLoadBalancer, updateElbv2, without } from "./records";
import { invalid, notModelled } from "./refusals";
import { removeListeners } from "./remove-listeners";
import { withTags } from "./tags";
import { validateName } from "./validate-name";

/** It is `active` at once, where AWS provisions for some minutes. */
const createLoadBalancer: Operation<CreateLoadBalancerInput, CreateLoadBalancerOutput> = (state, input, context) => {
  const name = validateName("Load balancer", input.Name);
  const { loadBalancers } = state.elbv2;
  const same = Object.values(loadBalancers).find((record) => record.loadBalancer.LoadBalancerName === name);
  if (same !== undefined) {
    // Idempotent: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
    if (isDeepStrictEqual(same.input, input)) return { state, output: { LoadBalancers: [same.loadBalancer] } };
    throw new AwsError("DuplicateLoadBalancerNameException", `A load balancer with the name '${name}' already exists.`);
  }
  const loadBalancer = describe(name, input, context);
  const arn = loadBalancer.LoadBalancerArn;
  const record = { arn, input, loadBalancer, attributes: loadBalancerDefaults };
  const changed = updateElbv2(state, {
    loadBalancers: { ...loadBalancers, [arn]: record },
    tags: withTags(state.elbv2.tags, arn, input.Tags),
  });
  return { state: changed, output: { LoadBalancers: [loadBalancer] } };
};

const describe = (name: string, input: CreateLoadBalancerInput, context: CallContext) => {
  const { Type = "application", Scheme = "internet-facing", IpAddressType = "ipv4", SecurityGroups = [] } = input;
  if (Type !== "application") throw notModelled(`load balancers of type ${Type}`);
  const subnets = input.Subnets ?? input.SubnetMappings?.flatMap(({ SubnetId }) => SubnetId ?? []) ?? [];
  const arn = newLoadBalancerArn(name, context);
  const host = `${name}-${Number.parseInt(randomHex(context.random, 8), 16)}.${context.region}.elb.amazonaws.com`;
  return {
    LoadBalancerArn: arn,
    LoadBalancerName: name,
    DNSName: Scheme === "internal" ? `internal-${host}` : host,
    CreatedTime: new Date(context.now),
    Scheme,
    State: { Code: "active" },
    Type,
    AvailabilityZones: zonesOf(subnets, context.region),
    SecurityGroups,
    IpAddressType,
    ...hostedZoneOf(context.region),
  } satisfies LoadBalancer;
};

/** Two zones at least: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#availability-zones */
const zonesOf = (subnets: readonly string[], region: string) => {
  if (new Set(subnets).size < 2) {
    throw invalid(
      `At least two subnets in two different Availability Zones must be specified: got ${subnets.join(", ") || "none"}.`,
    );
  }
  return subnets.map((SubnetId, index) => ({ SubnetId, ZoneName: `${region}${"abcdef"[index] ?? "a"}` }));
};

/** Source: https://docs.aws.amazon.com/general/latest/gr/elb.html */
const hostedZones: Readonly<Record<string, string>> = {
  "eu-central-1": "Z215JYRZR1TBD5",
  "eu-west-1": "Z32O12XQLNTSW2",
  "us-east-1": "Z35SXDOTRQ7X7K",
  "us-west-2": "Z1H1FL5HABSF5",
};

const hostedZoneOf = (region: string): { CanonicalHostedZoneId?: string } => {
  const zone = hostedZones[region];
  return zone === undefined ? {} : { CanonicalHostedZoneId: zone };
};

const describeLoadBalancers: Operation<DescribeLoadBalancersInput, DescribeLoadBalancersOutput> = (state, input) => {
  const { items, next } = pageByMarker(selected(state.elbv2.loadBalancers, input), input);
  return { state, output: { LoadBalancers: items, ...next } };
};

const selected = (
  records: Parameters<typeof requireLoadBalancer>[0]["loadBalancers"],
  { LoadBalancerArns, Names }: DescribeLoadBalancersInput,
): LoadBalancer[] => {
  const all = Object.values(records).map(({ loadBalancer }) => loadBalancer);
  const wanted = LoadBalancerArns ?? Names;
  if (wanted === undefined) return all;
  return wanted.map((key) => {
    const hit = all.find(
      ({ LoadBalancerArn, LoadBalancerName }) => key === LoadBalancerArn || key === LoadBalancerName,
    );
    if (hit !== undefined) return hit;
    throw new AwsError("LoadBalancerNotFoundException", `Load balancer '${key}' not found.`);
  });
};

/** Listeners and rules go with it; one that is gone already is no error: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html */
const deleteLoadBalancer: Operation<DeleteLoadBalancerInput, DeleteLoadBalancerOutput> = (state, input, context) => {
  const arn = input.LoadBalancerArn ?? "";
  const record = state.elbv2.loadBalancers[arn];
  if (record === undefined) return { state, output: {} };
  if (record.attributes["deletion_protection.enabled"] === "true") {
    throw new AwsError(
      "OperationNotPermittedException",
      `The load balancer ${arn} has deletion protection: set deletion_protection.enabled to false first.`,
    );
  }
  const listeners = Object.values(state.elbv2.listeners).filter(({ loadBalancerArn }) => loadBalancerArn === arn);
  const changed = removeListeners(state.elbv2, listeners, context);
  const rest = {
    loadBalancers: without(changed.loadBalancers, arn),
    connections: without(changed.connections, arn),
    tags: without(changed.tags, arn),
  };
  return { state: { ...state, elbv2: { ...changed, ...rest } }, output: {} };
};

/** What makes, shows and removes load balancers. */
export const loadBalancerOperations: Operations = {
  CreateLoadBalancer: createLoadBalancer,
  DescribeLoadBalancers: describeLoadBalancers,
  DeleteLoadBalancer: deleteLoadBalancer,
};
