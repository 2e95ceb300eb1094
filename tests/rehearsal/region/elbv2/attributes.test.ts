import { expect } from "chai";
import { createEdge, type Edge } from "./edge";

describe("attributes", () => {
  let edge: Edge;

  beforeEach(async () => {
    edge = await createEdge();
  });

  type Listed = { Attributes: { Key: string; Value: string }[] };
  const ofGroup = async () => {
    const { Attributes } = await edge.call<Listed>("DescribeTargetGroupAttributes", { TargetGroupArn: edge.blue });
    return Object.fromEntries(Attributes.map(({ Key, Value }) => [Key, Value]));
  };
  const ofLoadBalancer = async () => {
    const { Attributes } = await edge.call<Listed>("DescribeLoadBalancerAttributes", {
      LoadBalancerArn: edge.loadBalancerArn,
    });
    return Object.fromEntries(Attributes.map(({ Key, Value }) => [Key, Value]));
  };

  it("begin with AWS's defaults", async () => {
    const group = await ofGroup();
    const loadBalancer = await ofLoadBalancer();
    expect([
      group["deregistration_delay.timeout_seconds"],
      group["load_balancing.algorithm.type"],
      group["stickiness.enabled"],
      loadBalancer["idle_timeout.timeout_seconds"],
      loadBalancer["deletion_protection.enabled"],
    ]).to.deep.equal(["300", "round_robin", "false", "60", "false"]);
  });

  it("change one by one and answer with all", async () => {
    const before = await ofGroup();
    const Attributes = [{ Key: "deregistration_delay.timeout_seconds", Value: "30" }];
    const answer = await edge.call<Listed>("ModifyTargetGroupAttributes", { TargetGroupArn: edge.blue, Attributes });
    const after = { ...before, "deregistration_delay.timeout_seconds": "30" };
    expect([
      Object.fromEntries(answer.Attributes.map(({ Key, Value }) => [Key, Value])),
      await ofGroup(),
    ]).to.deep.equal([after, after]);
  });

  it("of a load balancer are taken as the provider sends them", async () => {
    const Attributes = Object.entries(await ofLoadBalancer())
      .filter(([, Value]) => Value !== "")
      .map(([Key, Value]) => ({ Key, Value }));
    const input = { LoadBalancerArn: edge.loadBalancerArn, Attributes };
    expect(await edge.call<Listed>("ModifyLoadBalancerAttributes", input)).to.have.keys("Attributes");
  });

  const refusals: readonly (readonly [title: string, key: string, value: string, code: string])[] = [
    ["an unknown key", "deregistration_delay.seconds", "3", "ValidationError"],
    ["a delay above an hour", "deregistration_delay.timeout_seconds", "3601", "ValidationError"],
    ["a delay that is no number", "deregistration_delay.timeout_seconds", "soon", "ValidationError"],
    ["target stickiness by name", "stickiness.enabled", "true", "NotModelled"],
    ["another algorithm by name", "load_balancing.algorithm.type", "least_outstanding_requests", "NotModelled"],
    ["a slow start by name", "slow_start.duration_seconds", "30", "NotModelled"],
  ];
  for (const [title, Key, Value, code] of refusals) {
    it(`refuse ${title}`, async () => {
      const input = { TargetGroupArn: edge.blue, Attributes: [{ Key, Value }] };
      expect(await edge.refusal("ModifyTargetGroupAttributes", input)).to.equal(code);
    });
  }

  it("refuse an empty list and what is unknown", async () => {
    expect(await edge.refusal("ModifyTargetGroupAttributes", { TargetGroupArn: edge.blue, Attributes: [] })).to.equal(
      "ValidationError",
    );
    expect(await edge.refusal("DescribeTargetGroupAttributes", { TargetGroupArn: "arn:none" })).to.equal(
      "TargetGroupNotFoundException",
    );
    expect(await edge.refusal("DescribeLoadBalancerAttributes", { LoadBalancerArn: "arn:none" })).to.equal(
      "LoadBalancerNotFoundException",
    );
  });
});
