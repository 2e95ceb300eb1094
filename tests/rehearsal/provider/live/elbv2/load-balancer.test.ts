import { expect } from "chai";
import { loadBalancer } from "../../../../../rehearsal/provider/live/elbv2/load-balancer";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/edge-1/d5f14c1fb536fa42";
const described = {
  LoadBalancerArn: arn,
  LoadBalancerName: "edge-1",
  DNSName: "edge-1-1.eu-west-1.elb.amazonaws.com",
  CanonicalHostedZoneId: "Z32O12XQLNTSW2",
  Scheme: "internet-facing",
  Type: "application",
  IpAddressType: "ipv4",
  VpcId: "vpc-1",
};
const inState = (Code: string) => ({ LoadBalancers: [{ ...described, State: { Code } }] });
const inputs = { name: "edge-1", securityGroups: ["sg-1"], subnets: ["subnet-1", "subnet-2"] };

/** The fifteen attributes that the provider always sends. */
const attributes = (changed: Readonly<Record<string, string>> = {}) =>
  Object.entries({
    "access_logs.s3.enabled": "false",
    "connection_logs.s3.enabled": "false",
    "health_check_logs.s3.enabled": "false",
    "client_keep_alive.seconds": "3600",
    "deletion_protection.enabled": "false",
    "idle_timeout.timeout_seconds": "60",
    "routing.http.desync_mitigation_mode": "defensive",
    "routing.http.drop_invalid_header_fields.enabled": "false",
    "routing.http.preserve_host_header.enabled": "false",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
    "routing.http.xff_client_port.enabled": "false",
    "routing.http.xff_header_processing.mode": "append",
    "routing.http2.enabled": "true",
    "waf.fail_open.enabled": "false",
    "zonal_shift.config.enabled": "false",
    ...changed,
  }).map(([Key, Value]) => ({ Key, Value }));

describe("aws.lb.LoadBalancer", () => {
  it("is created, waited for and given all its attributes", async () => {
    const { context, calls, kept } = scriptedAws({
      "elbv2:CreateLoadBalancer": inState("provisioning"),
      "elbv2:DescribeLoadBalancers": [inState("provisioning"), inState("active")],
      "elbv2:ModifyLoadBalancerAttributes": {},
    });
    const resource = await loadBalancer.create(
      { ...inputs, loadBalancerType: "application", dropInvalidHeaderFields: true, tagsAll: { app: "x" } },
      context,
    );
    expect(calls).to.deep.equal([
      [
        "elbv2:CreateLoadBalancer",
        {
          Name: "edge-1",
          SecurityGroups: ["sg-1"],
          Subnets: ["subnet-1", "subnet-2"],
          Tags: [{ Key: "app", Value: "x" }],
          Type: "application",
        },
      ],
      ["elbv2:DescribeLoadBalancers", { LoadBalancerArns: [arn] }],
      ["elbv2:DescribeLoadBalancers", { LoadBalancerArns: [arn] }],
      [
        "elbv2:ModifyLoadBalancerAttributes",
        {
          LoadBalancerArn: arn,
          Attributes: attributes({ "routing.http.drop_invalid_header_fields.enabled": "true" }),
        },
      ],
    ]);
    expect(resource).to.deep.equal({
      id: arn,
      outputs: {
        arn,
        arnSuffix: "app/edge-1/d5f14c1fb536fa42",
        dnsName: "edge-1-1.eu-west-1.elb.amazonaws.com",
        internal: false,
        ipAddressType: "ipv4",
        loadBalancerType: "application",
        vpcId: "vpc-1",
        zoneId: "Z32O12XQLNTSW2",
      },
    });
    expect(kept.map(({ id }) => id)).to.deep.equal([arn]);
  });

  it("is internal where the program says so", async () => {
    const { context, calls } = scriptedAws({
      "elbv2:CreateLoadBalancer": inState("active"),
      "elbv2:DescribeLoadBalancers": inState("active"),
      "elbv2:ModifyLoadBalancerAttributes": {},
    });
    await loadBalancer.create({ ...inputs, internal: true }, context);
    expect(calls[0]).to.deep.equal([
      "elbv2:CreateLoadBalancer",
      {
        Name: "edge-1",
        Scheme: "internal",
        SecurityGroups: ["sg-1"],
        Subnets: ["subnet-1", "subnet-2"],
        Type: "application",
      },
    ]);
  });

  it("writes logs where the program says so", async () => {
    const { context, calls } = scriptedAws({ "elbv2:ModifyLoadBalancerAttributes": {} });
    const news = { ...inputs, accessLogs: { enabled: true, bucket: "logs", prefix: "edge" } };
    await loadBalancer.update({ id: arn, state: {}, olds: inputs, news }, context);
    expect(calls).to.deep.equal([
      [
        "elbv2:ModifyLoadBalancerAttributes",
        {
          LoadBalancerArn: arn,
          Attributes: [
            { Key: "access_logs.s3.enabled", Value: "true" },
            { Key: "access_logs.s3.bucket", Value: "logs" },
            { Key: "access_logs.s3.prefix", Value: "edge" },
          ],
        },
      ],
    ]);
  });

  it("is updated by what changed alone", async () => {
    const { context, calls } = scriptedAws({
      "elbv2:ModifyLoadBalancerAttributes": {},
      "elbv2:SetSecurityGroups": {},
      "elbv2:SetSubnets": {},
      "elbv2:AddTags": {},
      "elbv2:RemoveTags": {},
    });
    const olds = { ...inputs, tagsAll: { old: "1", same: "1" } };
    const news = {
      ...inputs,
      idleTimeout: 120,
      securityGroups: ["sg-2"],
      subnets: ["subnet-1", "subnet-3"],
      tagsAll: { same: "1", added: "2" },
    };
    expect(await loadBalancer.update({ id: arn, state: {}, olds, news }, context)).to.deep.equal({});
    expect(calls).to.deep.equal([
      [
        "elbv2:ModifyLoadBalancerAttributes",
        { LoadBalancerArn: arn, Attributes: [{ Key: "idle_timeout.timeout_seconds", Value: "120" }] },
      ],
      ["elbv2:SetSecurityGroups", { LoadBalancerArn: arn, SecurityGroups: ["sg-2"] }],
      ["elbv2:SetSubnets", { LoadBalancerArn: arn, Subnets: ["subnet-1", "subnet-3"] }],
      ["elbv2:RemoveTags", { ResourceArns: [arn], TagKeys: ["old"] }],
      ["elbv2:AddTags", { ResourceArns: [arn], Tags: [{ Key: "added", Value: "2" }] }],
    ]);
  });

  it("is read, or found to be gone", async () => {
    const there = scriptedAws({ "elbv2:DescribeLoadBalancers": inState("active") });
    const gone = scriptedAws({ "elbv2:DescribeLoadBalancers": [new AwsError("LoadBalancerNotFoundException", "no")] });
    expect((await loadBalancer.read({ id: arn, state: {} }, there.context))?.outputs["arnSuffix"]).to.equal(
      "app/edge-1/d5f14c1fb536fa42",
    );
    expect(await loadBalancer.read({ id: arn, state: {} }, gone.context)).to.equal(undefined);
  });

  it("is deleted", async () => {
    const { context, calls } = scriptedAws({ "elbv2:DeleteLoadBalancer": {} });
    await loadBalancer.delete({ id: arn, state: {} }, context);
    expect(calls).to.deep.equal([["elbv2:DeleteLoadBalancer", { LoadBalancerArn: arn }]]);
  });
});
