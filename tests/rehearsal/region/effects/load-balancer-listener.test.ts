import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { expect } from "chai";
import { routingChanges } from "../../../../rehearsal/region/elbv2/propagation";
import { trafficSince } from "../../../../rehearsal/region/elbv2/traffic";
import { fixed, forwardTo } from "../elbv2/edge";
import { ServedEdge } from "./served-edge";
import { until } from "./tiny-targets";

describe("startLoadBalancerListeners", () => {
  let served: ServedEdge;

  beforeEach(async () => {
    served = await ServedEdge.start();
  });

  afterEach(async () => {
    await served.close();
  });

  it("answers the listener's fixed response while there is no rule", async () => {
    const { status, headers, body } = await served.get();
    expect({ status, server: headers["server"], body }).to.deep.equal({ status: 503, server: "awselb/2.0", body: "" });
  });

  it("sends all traffic where the weights say, and follows ModifyRule without a lost request", async () => {
    await served.target(served.edge.blue, "blue");
    await served.target(served.edge.green, "green");
    const RuleArn = await served.edge.rule(1, forwardTo([served.edge.blue, 100], [served.edge.green, 0]));
    const before = await Promise.all(Array.from({ length: 20 }, () => served.get()));
    await served.edge.call("ModifyRule", {
      RuleArn,
      Actions: forwardTo([served.edge.blue, 0], [served.edge.green, 100]),
    });
    const after = await Promise.all(Array.from({ length: 20 }, () => served.get()));
    expect(new Set(before.map(({ body }) => body))).to.deep.equal(new Set(["blue"]));
    expect(new Set(after.map(({ body }) => body))).to.deep.equal(new Set(["green"]));
  });

  it("moves the traffic node by node within the propagation delay, without a lost request", async () => {
    const { edge } = served;
    await served.target(edge.blue, "blue");
    await served.target(edge.green, "green");
    const RuleArn = await edge.rule(1, forwardTo([edge.blue, 100], [edge.green, 0]));
    edge.region.observe({ kind: "propagation-delay-set", milliseconds: 800 });
    await edge.call("ModifyRule", { RuleArn, Actions: forwardTo([edge.blue, 0], [edge.green, 100]) });
    const at = routingChanges(edge.region.state.elbv2).at(-1)?.at ?? 0;
    const seen: { sent: number; answered: number; status: number; body: string }[] = [];
    while (Date.now() - at < 900) {
      const sent = Date.now() - at;
      const answers = await Promise.all(Array.from({ length: 4 }, () => served.get()));
      for (const { status, body } of answers) seen.push({ sent, answered: Date.now() - at, status, body });
    }
    const bodies = (all: typeof seen) => new Set(all.map(({ body }) => body));
    expect(new Set(seen.map(({ status }) => status))).to.deep.equal(new Set([200]));
    expect(bodies(seen)).to.deep.equal(new Set(["blue", "green"]));
    expect(bodies(seen.filter(({ answered }) => answered < 200))).not.to.include("green");
    // The first node follows after 200 ms, the last one after 800 ms.
    expect(bodies(seen.filter(({ sent }) => sent >= 200))).to.include("blue");
    expect(bodies(seen.filter(({ sent }) => sent >= 800))).not.to.include("blue");
  });

  it("leaves a client's connection on one node: what it saw once, it doesn't see undone", async () => {
    const { edge } = served;
    await served.target(edge.blue, "blue");
    await served.target(edge.green, "green");
    const RuleArn = await edge.rule(1, forwardTo([edge.blue, 100], [edge.green, 0]));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    edge.region.observe({ kind: "propagation-delay-set", milliseconds: 200 });
    await edge.call("ModifyRule", { RuleArn, Actions: forwardTo([edge.blue, 0], [edge.green, 100]) });
    const bodies: string[] = [];
    while (bodies.at(-1) !== "green" || bodies.filter((body) => body === "green").length < 20) {
      bodies.push((await served.get({ agent })).body);
    }
    agent.destroy();
    expect(bodies.lastIndexOf("blue")).to.be.lessThan(bodies.indexOf("green"));
  });

  it("answers 503 for a group without targets, and counts it as its own", async () => {
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    const { status, body } = await served.get();
    expect(status).to.equal(503);
    expect(body).to.contain("503 Service Unavailable");
    await until(() => served.edge.region.state.elbv2.traffic[served.edge.blue] !== undefined);
    expect(trafficSince(served.edge.region.state.elbv2, served.edge.blue, 0)).to.deep.equal({
      requests: 0,
      target5xx: 0,
      elb5xx: 1,
      openConnections: 0,
    });
  });

  it("reports requests and 5xx answers per group", async () => {
    await served.target(served.edge.blue, "blue", (request, response) => {
      response.statusCode = request.url === "/bad" ? 500 : 200;
      response.end();
    });
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    await served.get();
    await served.get({ path: "/bad" });
    await until(() => served.edge.region.state.elbv2.traffic[served.edge.blue] !== undefined);
    expect(trafficSince(served.edge.region.state.elbv2, served.edge.blue, 0)).to.deep.equal({
      requests: 2,
      target5xx: 1,
      elb5xx: 0,
      openConnections: 0,
    });
  });

  it("keeps a listener's port while it lives, and closes it with the listener", async () => {
    await served.edge.rule(1, fixed("200"));
    served.plane.reconcile();
    expect(served.plane.port(served.edge.listenerArn)).to.equal(served.port);
    await served.edge.call("DeleteListener", { ListenerArn: served.edge.listenerArn });
    served.plane.reconcile();
    expect(served.plane.port(served.edge.listenerArn)).to.equal(undefined);
    const error = await served.get().catch((problem: NodeJS.ErrnoException) => problem.code);
    expect(error).to.equal("ECONNREFUSED");
  });

  it("leaves no socket or listener behind, also with open requests, kept connections and WebSockets", async () => {
    await served.target(served.edge.blue, "blue", (request, response) => {
      if (request.url === "/hang") response.write("…");
      else response.end("ok");
    });
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    const agent = new Agent({ keepAlive: true });
    const hanging = httpRequest({ port: served.port, host: "127.0.0.1", path: "/hang", agent }).end();
    hanging.on("error", () => undefined);
    const [response] = (await once(hanging, "response")) as [IncomingMessage];
    response.on("error", () => undefined);
    const socket = await served.open();
    await served.get();
    const clientGone = once(socket, "close");
    await served.plane.close();
    await served.stopTargets();
    agent.destroy();
    await clientGone;
    await until(() => !process.getActiveResourcesInfo().some((kind) => kind.startsWith("TCP")));
  });
});
