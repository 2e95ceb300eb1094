import { expect } from "chai";
import { createEdge, type Edge, forwardTo } from "./edge";

describe("the target group operations", () => {
  let edge: Edge;

  beforeEach(async () => {
    edge = await createEdge();
  });

  const describe = async (TargetGroupArn: string): Promise<Record<string, unknown>> => {
    const { TargetGroups } = await edge.call<{ TargetGroups: Record<string, unknown>[] }>("DescribeTargetGroups", {
      TargetGroupArns: [TargetGroupArn],
    });
    return TargetGroups[0] ?? {};
  };
  const input = (change: object = {}) => ({ Name: "new", Protocol: "HTTP", Port: 8080, VpcId: "vpc-1", ...change });

  it("describe a group with AWS's defaults", async () => {
    expect(edge.blue).to.match(/^arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup\/blue\/[\da-f]{16}$/);
    expect(await describe(edge.blue)).to.deep.equal({
      TargetGroupArn: edge.blue,
      TargetGroupName: "blue",
      Protocol: "HTTP",
      ProtocolVersion: "HTTP1",
      Port: 80,
      VpcId: "vpc-1",
      TargetType: "instance",
      IpAddressType: "ipv4",
      HealthCheckEnabled: true,
      HealthCheckIntervalSeconds: 30,
      HealthCheckPath: "/",
      HealthCheckPort: "traffic-port",
      HealthCheckProtocol: "HTTP",
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 5,
      Matcher: { HttpCode: "200" },
      UnhealthyThresholdCount: 2,
      LoadBalancerArns: [],
    });
  });

  it("name the load balancer as soon as a rule forwards to the group, also with weight 0", async () => {
    await edge.rule(1, forwardTo([edge.blue, 100], [edge.green, 0]));
    expect((await describe(edge.green))["LoadBalancerArns"]).to.deep.equal([edge.loadBalancerArn]);
    const third = await edge.group("third");
    const { TargetGroups } = await edge.call<{ TargetGroups: { TargetGroupArn: string }[] }>("DescribeTargetGroups", {
      LoadBalancerArn: edge.loadBalancerArn,
    });
    expect(TargetGroups.map(({ TargetGroupArn }) => TargetGroupArn)).to.deep.equal([edge.blue, edge.green]);
    expect(await edge.call("DescribeTargetGroups", { Names: ["third"] })).to.deep.equal({
      TargetGroups: [await describe(third)],
    });
  });

  it("answer the same creation twice, and refuse the name for another", async () => {
    const first = await edge.call("CreateTargetGroup", input());
    expect(await edge.call("CreateTargetGroup", input())).to.deep.equal(first);
    expect(await edge.refusal("CreateTargetGroup", input({ Port: 81 }))).to.equal("DuplicateTargetGroupNameException");
  });

  const refusals: readonly (readonly [title: string, change: object, code: string])[] = [
    ["a name of 33 characters", { Name: "n".repeat(33) }, "ValidationError"],
    ["a name with a dot", { Name: "a.b" }, "ValidationError"],
    ["a missing network", { VpcId: undefined }, "ValidationError"],
    ["a missing port", { Port: undefined }, "ValidationError"],
    ["port 70000", { Port: 70_000 }, "ValidationError"],
    ["an interval of 4 s", { HealthCheckIntervalSeconds: 4, HealthCheckTimeoutSeconds: 2 }, "ValidationError"],
    ["an interval of 301 s", { HealthCheckIntervalSeconds: 301 }, "ValidationError"],
    ["a timeout of 1 s", { HealthCheckTimeoutSeconds: 1 }, "ValidationError"],
    ["a timeout as long as the interval", { HealthCheckIntervalSeconds: 5 }, "ValidationError"],
    ["a threshold of 1", { HealthyThresholdCount: 1 }, "ValidationError"],
    ["a threshold of 11", { UnhealthyThresholdCount: 11 }, "ValidationError"],
    ["a path without a slash", { HealthCheckPath: "health" }, "ValidationError"],
    ["a code of 500", { Matcher: { HttpCode: "200,500" } }, "ValidationError"],
    ["a span backwards", { Matcher: { HttpCode: "299-200" } }, "ValidationError"],
    ["health checks turned off", { HealthCheckEnabled: false }, "ValidationError"],
    ["another health check port by name", { HealthCheckPort: "9000" }, "NotModelled"],
    ["targets by address by name", { TargetType: "ip" }, "NotModelled"],
    ["HTTPS by name", { Protocol: "HTTPS" }, "NotModelled"],
    ["gRPC by name", { ProtocolVersion: "GRPC" }, "NotModelled"],
  ];
  for (const [title, change, code] of refusals) {
    it(`refuse ${title}`, async () => {
      expect(await edge.refusal("CreateTargetGroup", input(change))).to.equal(code);
    });
  }

  it("accept an empty protocol version, as the provider sends it", async () => {
    expect((await describe(await edge.group("grown", { ProtocolVersion: "" })))["ProtocolVersion"]).to.equal("HTTP1");
  });

  it("change the health check, keep what isn't passed, and check the whole", async () => {
    const before = await describe(edge.blue);
    const change = { TargetGroupArn: edge.blue, HealthCheckPath: "/healthz", Matcher: { HttpCode: "200-299" } };
    await edge.call("ModifyTargetGroup", change);
    expect(await describe(edge.blue)).to.deep.equal({
      ...before,
      HealthCheckPath: "/healthz",
      Matcher: { HttpCode: "200-299" },
    });
    expect(
      await edge.refusal("ModifyTargetGroup", { TargetGroupArn: edge.blue, HealthCheckTimeoutSeconds: 30 }),
    ).to.equal("ValidationError");
  });

  it("stay while a rule or a default action forwards to them, and go afterwards", async () => {
    const RuleArn = await edge.rule(1, forwardTo([edge.blue, 1], [edge.green, 0]));
    expect(await edge.refusal("DeleteTargetGroup", { TargetGroupArn: edge.green })).to.equal("ResourceInUseException");
    await edge.call("ModifyRule", { RuleArn, Actions: forwardTo([edge.blue, 1]) });
    await edge.call("DeleteTargetGroup", { TargetGroupArn: edge.green });
    expect(await edge.refusal("DescribeTargetGroups", { TargetGroupArns: [edge.green] })).to.equal(
      "TargetGroupNotFoundException",
    );
    await edge.call("DeleteRule", { RuleArn });
    await edge.call("ModifyListener", { ListenerArn: edge.listenerArn, DefaultActions: forwardTo([edge.blue, 1]) });
    expect(await edge.refusal("DeleteTargetGroup", { TargetGroupArn: edge.blue })).to.equal("ResourceInUseException");
  });
});
