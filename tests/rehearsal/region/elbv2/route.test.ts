import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect } from "chai";
import fc from "fast-check";
import {
  type RouteContext,
  type RouteDecision,
  type RoutedRequest,
  route,
} from "../../../../rehearsal/region/elbv2/route";
import { createEdge, type Edge, everyPath, fixed, forwardTo, idOf } from "./edge";

describe("route", () => {
  let edge: Edge;

  beforeEach(async () => {
    edge = await createEdge();
    edge.region.observe({ kind: "propagation-delay-set", milliseconds: 0 });
  });

  const ask = (request: Partial<RoutedRequest> = {}, context: Partial<RouteContext> = {}): RouteDecision =>
    route(
      edge.region.state.elbv2,
      {
        listenerArn: edge.listenerArn,
        request: { method: "GET", path: "/", host: "shop.example.com", headers: {}, ...request },
      },
      { node: 0, nodes: 4, now: edge.now, random: () => 0.5, turn: () => 0, ...context },
    );
  const status = (request: Partial<RoutedRequest>): number | undefined => {
    const decision = ask(request);
    return decision.kind === "fixed-response" ? decision.statusCode : undefined;
  };
  const healthyIn = async (group: string, ...ports: readonly number[]): Promise<void> => {
    await edge.register(group, ...ports);
    for (const port of ports) edge.probe(group, port, true);
  };
  const portOf = (decision: RouteDecision): number | undefined =>
    decision.kind === "forward" ? decision.port : undefined;

  it("follows the default action where no rule fits", () => {
    const { ruleArn, ...decision } = ask() as Extract<RouteDecision, { kind: "fixed-response" }>;
    expect(decision).to.deep.equal({ kind: "fixed-response", statusCode: 503, contentType: "text/plain", body: "" });
    expect(ruleArn).to.contain(":listener-rule/");
  });

  it("tries rules by priority, not by age", async () => {
    await edge.rule(20, fixed("220"));
    await edge.rule(10, fixed("210"));
    expect(status({})).to.equal(210);
  });

  const path = (...Values: string[]): RuleCondition => ({ Field: "path-pattern", PathPatternConfig: { Values } });
  const header = (HttpHeaderName: string, ...Values: string[]): RuleCondition => ({
    Field: "http-header",
    HttpHeaderConfig: { HttpHeaderName, Values },
  });
  const host = (...Values: string[]): RuleCondition => ({ Field: "host-header", HostHeaderConfig: { Values } });
  const method = (...Values: string[]): RuleCondition => ({
    Field: "http-request-method",
    HttpRequestMethodConfig: { Values },
  });
  const conditions: readonly (readonly [
    title: string,
    conditions: readonly RuleCondition[],
    request: Partial<RoutedRequest>,
    fits: boolean,
  ])[] = [
    ["a path", [path("/api/*")], { path: "/api/orders" }, true],
    ["another path", [path("/api/*")], { path: "/apis" }, false],
    ["a path in another case", [path("/api/*")], { path: "/API/orders" }, false],
    ["a path, without its query", [path("/a")], { path: "/a?b=/c" }, true],
    ["one of several paths", [path("/a", "/b")], { path: "/b" }, true],
    ["a header in any case", [header("X-Color", "Green")], { headers: { "x-color": "GREEN" } }, true],
    ["a header that differs", [header("x-color", "green")], { headers: { "x-color": "blue" } }, false],
    ["a header that is missing", [header("x-color", "green")], {}, false],
    ["a header with a wildcard", [header("x-color", "gr*n")], { headers: { "x-color": "green" } }, true],
    ["a header that came twice", [header("x-color", "green")], { headers: { "x-color": ["blue", "green"] } }, true],
    ["a host in any case, with its port", [host("*.Example.com")], { host: "SHOP.example.com:8080" }, true],
    ["another host", [host("*.example.com")], { host: "example.org" }, false],
    ["a method", [method("POST", "PUT")], { method: "PUT" }, true],
    ["a method in another case", [method("POST")], { method: "post" }, false],
    ["all conditions", [path("/a"), header("x", "1")], { path: "/a", headers: { x: "1" } }, true],
    ["all conditions but one", [path("/a"), header("x", "1")], { path: "/a", headers: { x: "2" } }, false],
  ];
  for (const [title, ruleConditions, request, fits] of conditions) {
    it(`${fits ? "takes" : "passes over"} a rule for ${title}`, async () => {
      await edge.rule(1, fixed("200"), ruleConditions);
      expect(status(request)).to.equal(fits ? 200 : 503);
    });
  }

  it("leads a tester by header to either group, whatever the weights are", async () => {
    await edge.rule(1, forwardTo([edge.blue, 100], [edge.green, 0]), [header("x-color", "blue")]);
    await edge.rule(2, forwardTo([edge.blue, 0], [edge.green, 100]), [header("x-color", "green")]);
    const ruleArn = await edge.rule(3, forwardTo([edge.blue, 100], [edge.green, 0]));
    await healthyIn(edge.blue, 8001);
    await healthyIn(edge.green, 8002);
    expect(
      [ask({ headers: { "x-color": "blue" } }), ask({ headers: { "x-color": "green" } })].map(portOf),
    ).to.deep.equal([8001, 8002]);
    expect(ask()).to.deep.equal({
      kind: "forward",
      ruleArn,
      targetGroupArn: edge.blue,
      targetId: idOf(8001),
      port: 8001,
    });
  });

  it("never reaches a group with weight 0, whatever the dice say", async () => {
    await healthyIn(edge.blue, 8001);
    await healthyIn(edge.green, 8002);
    const RuleArn = await edge.rule(1, forwardTo([edge.blue, 100], [edge.green, 0]));
    const always = (port: number) =>
      fc.assert(
        fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (dice) => {
          expect(portOf(ask({}, { random: () => dice }))).to.equal(port);
        }),
      );
    always(8001);
    await edge.call("ModifyRule", { RuleArn, Actions: forwardTo([edge.blue, 0], [edge.green, 100]) });
    always(8002);
  });

  it("shares requests by weight in the long run, for any weights", async () => {
    await healthyIn(edge.blue, 8001);
    await healthyIn(edge.green, 8002);
    const RuleArn = await edge.rule(1, forwardTo([edge.blue, 1], [edge.green, 1]));
    const weights = fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 999 }));
    await fc.assert(
      fc.asyncProperty(weights, async ([blue, green]) => {
        await edge.call("ModifyRule", { RuleArn, Actions: forwardTo([edge.blue, blue], [edge.green, green]) });
        // An even sweep over all dice instead of chance, so that the expectation is exact.
        const sweep = Array.from({ length: 1000 }, (_, index) => portOf(ask({}, { random: () => index / 1000 })));
        const share = (port: number) => sweep.filter((reached) => reached === port).length / 1000;
        expect(share(8001)).to.be.closeTo(blue / (blue + green), 0.0011);
        expect(share(8001) + share(8002)).to.equal(1);
      }),
      { numRuns: 30 },
    );
  });

  it("has nowhere to go where all weights are 0", async () => {
    await healthyIn(edge.blue, 8001);
    const ruleArn = await edge.rule(1, forwardTo([edge.blue, 0], [edge.green, 0]));
    expect(ask()).to.deep.equal({ kind: "no-target", ruleArn });
  });

  it("takes healthy targets in turn", async () => {
    await edge.rule(1, forwardTo([edge.blue, 1]));
    await healthyIn(edge.blue, 8001, 8002, 8003);
    edge.probe(edge.blue, 8002, false, false);
    const turns = [0, 1, 2, 3].map((turn) => portOf(ask({}, { turn: () => turn })));
    expect(turns).to.deep.equal([8001, 8003, 8001, 8003]);
  });

  it("fails open to every registered target where none is healthy", async () => {
    await edge.rule(1, forwardTo([edge.blue, 1]));
    await edge.register(edge.blue, 8001, 8002);
    edge.probe(edge.blue, 8001, false, false);
    const turns = [0, 1].map((turn) => portOf(ask({}, { turn: () => turn })));
    expect(turns).to.deep.equal([8001, 8002]);
  });

  it("doesn't fail over to another group: an empty one is a 503", async () => {
    const ruleArn = await edge.rule(1, forwardTo([edge.blue, 100], [edge.green, 0]));
    await healthyIn(edge.green, 8002);
    expect(ask()).to.deep.equal({ kind: "no-target", ruleArn, targetGroupArn: edge.blue });
  });

  const drain = (port: number) =>
    edge.call("DeregisterTargets", { TargetGroupArn: edge.blue, Targets: [{ Id: idOf(port), Port: port }] });

  it("sends nothing new to a draining target, not even when none is healthy", async () => {
    const ruleArn = await edge.rule(1, forwardTo([edge.blue, 1]));
    await healthyIn(edge.blue, 8001, 8002);
    await drain(8001);
    const turns = [0, 1].map((turn) => portOf(ask({}, { turn: () => turn })));
    await drain(8002);
    expect([turns, ask()]).to.deep.equal([[8002, 8002], { kind: "no-target", ruleArn, targetGroupArn: edge.blue }]);
  });

  it("sends to a draining target from the nodes that haven't heard of it, but never once it is gone", async () => {
    await edge.rule(1, forwardTo([edge.blue, 1]));
    await healthyIn(edge.blue, 8001);
    edge.region.observe({ kind: "propagation-delay-set", milliseconds: 400_000 });
    await drain(8001);
    const kinds = () => [0, 1, 2, 3].map((node) => ask({}, { node }).kind);
    const before = kinds();
    edge.now += 100_000;
    const firstHeard = kinds();
    edge.now += 200_000;
    expect([before, firstHeard, kinds()]).to.deep.equal([
      ["forward", "forward", "forward", "forward"],
      ["no-target", "forward", "forward", "forward"],
      ["no-target", "no-target", "no-target", "no-target"],
    ]);
  });

  it("fills a redirect from the request", async () => {
    const RedirectConfig = { StatusCode: "HTTP_302", Host: "new.#{host}", Path: "/v2/#{path}" } as const;
    const ruleArn = await edge.rule(1, [{ Type: "redirect", RedirectConfig }], everyPath);
    expect(ask({ path: "/a/b?c=d", host: "example.com:99" })).to.deep.equal({
      kind: "redirect",
      ruleArn,
      statusCode: 302,
      location: "http://new.example.com:80/v2/a/b?c=d",
    });
    expect(ask({ path: "/" })).to.deep.include({ location: "http://new.shop.example.com:80/v2/" });
  });
});
