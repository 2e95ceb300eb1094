import { expect } from "chai";
import { createEdge, type Edge, fixed, forwardTo } from "./edge";

describe("the listener operations", () => {
  let edge: Edge;

  beforeEach(async () => {
    edge = await createEdge();
  });

  const described = async () => {
    const { Listeners } = await edge.call<{ Listeners: object[] }>("DescribeListeners", {
      LoadBalancerArn: edge.loadBalancerArn,
    });
    return Listeners;
  };
  const fixed503 = {
    Type: "fixed-response",
    FixedResponseConfig: { StatusCode: "503", ContentType: "text/plain", MessageBody: "" },
  };

  it("describe a listener with its default actions, and its default rule", async () => {
    expect(edge.listenerArn).to.match(/:listener\/app\/edge\/[\da-f]{16}\/[\da-f]{16}$/);
    expect(await described()).to.deep.equal([
      {
        ListenerArn: edge.listenerArn,
        LoadBalancerArn: edge.loadBalancerArn,
        Port: 80,
        Protocol: "HTTP",
        DefaultActions: [fixed503],
      },
    ]);
    const { Rules } = await edge.call<{ Rules: { RuleArn: string }[] }>("DescribeRules", {
      ListenerArn: edge.listenerArn,
    });
    expect(Rules.map(({ RuleArn, ...rule }) => rule)).to.deep.equal([
      { Priority: "default", Conditions: [], Actions: [fixed503], IsDefault: true },
    ]);
  });

  const input = () => ({
    LoadBalancerArn: edge.loadBalancerArn,
    Protocol: "HTTP",
    Port: 80,
    DefaultActions: fixed("503"),
  });

  it("answer the same creation twice, and refuse another listener on the port", async () => {
    expect(await edge.call("CreateListener", input())).to.deep.equal({ Listeners: await described() });
    expect(await edge.refusal("CreateListener", { ...input(), DefaultActions: fixed("404") })).to.equal(
      "DuplicateListenerException",
    );
  });

  const refusals: readonly (readonly [title: string, change: object, code: string])[] = [
    ["HTTPS by name", { Port: 443, Protocol: "HTTPS" }, "NotModelled"],
    ["port 0", { Port: 0 }, "ValidationError"],
    ["port 65536", { Port: 65_536 }, "ValidationError"],
    ["a missing port", { Port: undefined }, "ValidationError"],
    ["no default actions", { Port: 81, DefaultActions: [] }, "ValidationError"],
    ["an unknown load balancer", { LoadBalancerArn: "arn:none" }, "LoadBalancerNotFoundException"],
  ];
  for (const [title, change, code] of refusals) {
    it(`refuse ${title}`, async () => {
      expect(await edge.refusal("CreateListener", { ...input(), ...change })).to.equal(code);
    });
  }

  it("change the default actions and the port, and keep what isn't passed", async () => {
    const before = await described();
    await edge.call("ModifyListener", { ListenerArn: edge.listenerArn, DefaultActions: fixed("404") });
    await edge.call("ModifyListener", { ListenerArn: edge.listenerArn, Port: 8080 });
    expect(await described()).to.deep.equal([
      {
        ...before[0],
        Port: 8080,
        DefaultActions: [{ ...fixed503, FixedResponseConfig: { ...fixed503.FixedResponseConfig, StatusCode: "404" } }],
      },
    ]);
  });

  it("refuse to move a listener to a taken port", async () => {
    await edge.call("CreateListener", { ...input(), Port: 81 });
    expect(await edge.refusal("ModifyListener", { ListenerArn: edge.listenerArn, Port: 81 })).to.equal(
      "DuplicateListenerException",
    );
  });

  it("take a listener away with its rules, and free its groups", async () => {
    await edge.rule(1, forwardTo([edge.blue, 1]));
    await edge.call("DeleteListener", { ListenerArn: edge.listenerArn });
    expect(edge.region.state.elbv2.rules).to.deep.equal({});
    expect(await edge.call("DeleteTargetGroup", { TargetGroupArn: edge.blue })).to.deep.equal({});
    expect(await edge.refusal("DeleteListener", { ListenerArn: edge.listenerArn })).to.equal(
      "ListenerNotFoundException",
    );
  });

  it("ask which listeners are meant", async () => {
    expect(await edge.refusal("DescribeListeners", {})).to.equal("ValidationError");
    expect(await edge.refusal("DescribeListeners", { ListenerArns: ["arn:none"] })).to.equal(
      "ListenerNotFoundException",
    );
    expect(await edge.call("DescribeListeners", { ListenerArns: [edge.listenerArn] })).to.deep.equal({
      Listeners: await described(),
    });
  });

  it("show a listener's attributes with AWS's defaults", async () => {
    const { Attributes } = await edge.call<{ Attributes: { Key: string; Value: string }[] }>(
      "DescribeListenerAttributes",
      { ListenerArn: edge.listenerArn },
    );
    expect(Attributes.filter(({ Value }) => Value !== "")).to.deep.equal([
      { Key: "routing.http.response.server.enabled", Value: "true" },
    ]);
    expect(await edge.refusal("DescribeListenerAttributes", { ListenerArn: "arn:none" })).to.equal(
      "ListenerNotFoundException",
    );
  });
});
