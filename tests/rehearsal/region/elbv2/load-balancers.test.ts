import { expect } from "chai";
import { createEdge, type Edge, everyPath, forwardTo } from "./edge";

describe("the load balancer operations", () => {
  let edge: Edge;

  beforeEach(async () => {
    edge = await createEdge();
  });

  const create = (input: object) => edge.call<{ LoadBalancers: object[] }>("CreateLoadBalancer", input);
  const subnets = ["subnet-1", "subnet-2"];

  it("describe a new load balancer in AWS's words", async () => {
    const input = {
      Name: "inner",
      Subnets: subnets,
      SecurityGroups: ["sg-1"],
      Scheme: "internal",
      Type: "application",
    };
    const { LoadBalancers } = await create(input);
    const [{ LoadBalancerArn, DNSName, ...rest } = {}] = LoadBalancers as Record<string, unknown>[];
    expect(LoadBalancerArn).to.match(
      /^arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer\/app\/inner\/[\da-f]{16}$/,
    );
    expect(DNSName).to.match(/^internal-inner-\d+\.eu-west-1\.elb\.amazonaws\.com$/);
    expect(rest).to.deep.equal({
      LoadBalancerName: "inner",
      CreatedTime: new Date(1_000_000),
      Scheme: "internal",
      State: { Code: "active" },
      Type: "application",
      AvailabilityZones: [
        { SubnetId: "subnet-1", ZoneName: "eu-west-1a" },
        { SubnetId: "subnet-2", ZoneName: "eu-west-1b" },
      ],
      SecurityGroups: ["sg-1"],
      IpAddressType: "ipv4",
      CanonicalHostedZoneId: "Z32O12XQLNTSW2",
    });
    expect(await edge.call("DescribeLoadBalancers", { Names: ["inner"] })).to.deep.equal({ LoadBalancers });
    expect(await edge.call("DescribeLoadBalancers", { LoadBalancerArns: [LoadBalancerArn] })).to.deep.equal({
      LoadBalancers,
    });
  });

  it("answer the same creation twice with the same load balancer", async () => {
    const input = { Name: "twice", Subnets: subnets };
    expect(await create(input)).to.deep.equal(await create({ ...input }));
    expect(await edge.refusal("CreateLoadBalancer", { ...input, Scheme: "internal" })).to.equal(
      "DuplicateLoadBalancerNameException",
    );
  });

  const refusals: readonly (readonly [title: string, input: object, code: string])[] = [
    ["33 characters", { Name: "n".repeat(33), Subnets: subnets }, "ValidationError"],
    ["an underscore", { Name: "a_b", Subnets: subnets }, "ValidationError"],
    ["a hyphen in front", { Name: "-ab", Subnets: subnets }, "ValidationError"],
    ["a hyphen at the end", { Name: "ab-", Subnets: subnets }, "ValidationError"],
    ["the reserved prefix", { Name: "internal-a", Subnets: subnets }, "ValidationError"],
    ["no name", { Name: "", Subnets: subnets }, "ValidationError"],
    ["one subnet", { Name: "one", Subnets: ["subnet-1"] }, "ValidationError"],
    ["one subnet named twice", { Name: "one", Subnets: ["subnet-1", "subnet-1"] }, "ValidationError"],
    ["a type that isn't modelled", { Name: "net", Subnets: subnets, Type: "network" }, "NotModelled"],
  ];
  for (const [title, input, code] of refusals) {
    it(`refuse ${title}`, async () => {
      expect(await edge.refusal("CreateLoadBalancer", input)).to.equal(code);
    });
  }

  it("accept a name of 32 characters", async () => {
    expect((await create({ Name: "n".repeat(32), Subnets: subnets })).LoadBalancers).to.have.lengthOf(1);
  });

  it("name an unknown load balancer", async () => {
    const LoadBalancerArns = [`${edge.loadBalancerArn}0`];
    expect(await edge.refusal("DescribeLoadBalancers", { LoadBalancerArns })).to.equal("LoadBalancerNotFoundException");
  });

  it("take listeners, rules and their tags away with the load balancer, and leave its groups unused", async () => {
    const RuleArn = await edge.rule(1, forwardTo([edge.blue, 1]));
    await edge.register(edge.blue, 8001);
    await edge.call("AddTags", { ResourceArns: [RuleArn], Tags: [{ Key: "a", Value: "b" }] });
    await edge.call("DeleteLoadBalancer", { LoadBalancerArn: edge.loadBalancerArn });
    const { loadBalancers, listeners, rules, routing, tags } = edge.region.state.elbv2;
    expect({ loadBalancers, listeners, rules, routing, tagged: Object.keys(tags) }).to.deep.equal({
      loadBalancers: {},
      listeners: {},
      rules: {},
      routing: {},
      tagged: [edge.blue, edge.green],
    });
    expect(await edge.health(edge.blue)).to.deep.equal({ 8001: "unused Target.NotInUse" });
    expect(await edge.refusal("DescribeRules", { ListenerArn: edge.listenerArn })).to.equal(
      "ListenerNotFoundException",
    );
  });

  it("accept the deletion of a load balancer that is gone", async () => {
    await edge.call("DeleteLoadBalancer", { LoadBalancerArn: edge.loadBalancerArn });
    expect(await edge.call("DeleteLoadBalancer", { LoadBalancerArn: edge.loadBalancerArn })).to.deep.equal({});
  });

  it("refuse to delete a protected load balancer", async () => {
    await edge.call("ModifyLoadBalancerAttributes", {
      LoadBalancerArn: edge.loadBalancerArn,
      Attributes: [{ Key: "deletion_protection.enabled", Value: "true" }],
    });
    expect(await edge.refusal("DeleteLoadBalancer", { LoadBalancerArn: edge.loadBalancerArn })).to.equal(
      "OperationNotPermittedException",
    );
  });

  it("let a target group serve one load balancer only", async () => {
    await edge.rule(1, forwardTo([edge.blue, 1]));
    const { LoadBalancers } = await create({ Name: "other", Subnets: subnets });
    const [{ LoadBalancerArn = "" } = {}] = LoadBalancers as { LoadBalancerArn?: string }[];
    const listener = { LoadBalancerArn, Protocol: "HTTP", Port: 80, DefaultActions: forwardTo([edge.blue, 1]) };
    expect(await edge.refusal("CreateListener", listener)).to.equal("TargetGroupAssociationLimitException");
    expect(await edge.call("CreateListener", { ...listener, DefaultActions: forwardTo([edge.green, 1]) })).to.have.keys(
      "Listeners",
    );
    const rule = { ListenerArn: edge.listenerArn, Priority: 2, Conditions: everyPath };
    expect(await edge.refusal("CreateRule", { ...rule, Actions: forwardTo([edge.green, 0], [edge.blue, 1]) })).to.equal(
      "TargetGroupAssociationLimitException",
    );
  });
});
