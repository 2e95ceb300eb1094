import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { expect } from "chai";
import { WebSocket } from "ws";
import {
  type LoadBalancerListeners,
  startLoadBalancerListeners,
} from "../../../../rehearsal/region/effects/load-balancer-listener";
import { trafficSince } from "../../../../rehearsal/region/elbv2/traffic";
import { createEdge, type Edge, fixed, forwardTo, idOf } from "../elbv2/edge";
import { startTarget, type TinyTarget, until } from "./tiny-targets";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe("startLoadBalancerListeners", () => {
  let edge: Edge;
  let plane: LoadBalancerListeners;
  let targets: TinyTarget[];
  let port: number;

  beforeEach(async () => {
    targets = [];
    edge = await createEdge(Date.now);
    edge.region.observe({ kind: "propagation-delay-set", milliseconds: 0 });
    plane = startLoadBalancerListeners(edge.region);
    await until(() => plane.port(edge.listenerArn) !== undefined);
    port = plane.port(edge.listenerArn) ?? 0;
  });

  afterEach(async () => {
    await plane.close();
    await Promise.all(targets.map((target) => target.close()));
  });

  const target = async (group: string, ...rest: Parameters<typeof startTarget>): Promise<TinyTarget> => {
    const started = await startTarget(...rest);
    targets.push(started);
    await edge.register(group, started.port);
    return started;
  };

  const get = (options: { path?: string; method?: string; headers?: Record<string, string>; body?: string } = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const { body, ...rest } = options;
      const request = httpRequest({ port, host: "127.0.0.1", agent: false, ...rest }, (response) => {
        readAll(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
          reject,
        );
      });
      request.on("error", reject);
      request.end(body);
    });

  const readAll = async (response: IncomingMessage): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  };

  const open = async (path = "/socket"): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    await once(socket, "open");
    return socket;
  };

  const say = async (socket: WebSocket, text: string): Promise<string> => {
    socket.send(text);
    const [message] = (await once(socket, "message")) as [Buffer];
    return message.toString();
  };

  it("answers the listener's fixed response while there is no rule", async () => {
    const { status, headers, body } = await get();
    expect({ status, server: headers["server"], body }).to.deep.equal({ status: 503, server: "awselb/2.0", body: "" });
  });

  it("sends all traffic where the weights say, and follows ModifyRule without a lost request", async () => {
    await target(edge.blue, "blue");
    await target(edge.green, "green");
    const RuleArn = await edge.rule(1, forwardTo([edge.blue, 100], [edge.green, 0]));
    const before = await Promise.all(Array.from({ length: 20 }, () => get()));
    await edge.call("ModifyRule", { RuleArn, Actions: forwardTo([edge.blue, 0], [edge.green, 100]) });
    const after = await Promise.all(Array.from({ length: 20 }, () => get()));
    expect(new Set(before.map(({ body }) => body))).to.deep.equal(new Set(["blue"]));
    expect(new Set(after.map(({ body }) => body))).to.deep.equal(new Set(["green"]));
  });

  it("passes method, path, headers and body on, with what a load balancer adds, and the answer back", async () => {
    const seen: {
      method?: string | undefined;
      url?: string | undefined;
      headers?: IncomingHttpHeaders;
      body?: string;
    } = {};
    await target(edge.blue, "blue", (request, response) => {
      void readAll(request).then((body) => {
        Object.assign(seen, { method: request.method, url: request.url, headers: request.headers, body });
        response.writeHead(201, { "X-Version": "7", "Set-Cookie": ["a=1", "b=2"] });
        response.end("made");
      });
    });
    await edge.rule(1, forwardTo([edge.blue, 1]));
    const answer = await get({
      method: "POST",
      path: "/orders?page=2",
      headers: { "X-Forwarded-For": "10.9.8.7", "Transfer-Encoding": "chunked", "X-Own": "kept" },
      body: "an order",
    });
    expect({ status: answer.status, body: answer.body, version: answer.headers["x-version"] }).to.deep.equal({
      status: 201,
      body: "made",
      version: "7",
    });
    expect(answer.headers["set-cookie"]).to.deep.equal(["a=1", "b=2"]);
    const { headers = {} } = seen;
    expect({ method: seen.method, url: seen.url, body: seen.body }).to.deep.equal({
      method: "POST",
      url: "/orders?page=2",
      body: "an order",
    });
    expect(headers["x-own"]).to.equal("kept");
    expect(headers.host).to.equal(`127.0.0.1:${port}`);
    expect(headers["x-forwarded-for"]).to.equal("10.9.8.7, 127.0.0.1");
    expect(headers["x-forwarded-proto"]).to.equal("http");
    expect(headers["x-forwarded-port"]).to.equal("80");
    expect(headers["x-amzn-trace-id"]).to.match(/^Root=1-[\da-f]{8}-[\da-f]{24}$/);
  });

  it("streams: the first bytes arrive before the target has finished", async () => {
    let finish: () => void = () => undefined;
    await target(edge.blue, "blue", (_request, response) => {
      response.write("first ");
      finish = () => response.end("last");
    });
    await edge.rule(1, forwardTo([edge.blue, 1]));
    const request = httpRequest({ port, host: "127.0.0.1", agent: false }).end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const [first] = (await once(response, "data")) as [Buffer];
    finish();
    expect([first.toString(), await readAll(response)]).to.deep.equal(["first ", "last"]);
  });

  it("uses connections to a target again", async () => {
    const blue = await target(edge.blue, "blue");
    await edge.rule(1, forwardTo([edge.blue, 1]));
    for (let count = 0; count < 10; count += 1) await get();
    expect(blue.connections()).to.equal(1);
  });

  it("gives up an idle connection before the target does, where the target says how long it keeps it", async () => {
    const blue = await target(edge.blue, "blue");
    blue.server.keepAliveTimeout = 1000;
    await edge.rule(1, forwardTo([edge.blue, 1]));
    await get();
    await get();
    expect(blue.connections()).to.equal(2);
  });

  it("answers 503 for a group without targets, and counts it as its own", async () => {
    await edge.rule(1, forwardTo([edge.blue, 1]));
    const { status, body } = await get();
    expect(status).to.equal(503);
    expect(body).to.contain("503 Service Unavailable");
    await until(() => edge.region.state.elbv2.traffic[edge.blue] !== undefined);
    expect(trafficSince(edge.region.state.elbv2, edge.blue, 0)).to.deep.equal({
      requests: 0,
      target5xx: 0,
      elb5xx: 1,
      openConnections: 0,
    });
  });

  it("answers 502 when nobody listens at the target, or it resets before its headers", async () => {
    const blue = await target(edge.blue, "blue", (request) => request.socket.destroy());
    await edge.rule(1, forwardTo([edge.blue, 1]));
    const reset = await get();
    await blue.close();
    targets = [];
    const refused = await get();
    expect([reset.status, refused.status]).to.deep.equal([502, 502]);
  });

  it("answers 504 when the target is silent for the idle timeout", async () => {
    await edge.call("ModifyLoadBalancerAttributes", {
      LoadBalancerArn: edge.loadBalancerArn,
      Attributes: [{ Key: "idle_timeout.timeout_seconds", Value: "1" }],
    });
    await target(edge.blue, "blue", () => undefined);
    await edge.rule(1, forwardTo([edge.blue, 1]));
    expect((await get()).status).to.equal(504);
  });

  it("breaks the answer off when the target does, so that the client can't take it for whole", async () => {
    await target(edge.blue, "blue", (request, response) => {
      response.writeHead(200, { "Content-Length": 100 });
      response.write("half");
      setTimeout(() => request.socket.destroy(), 20);
    });
    await edge.rule(1, forwardTo([edge.blue, 1]));
    const error = await get().catch((problem: unknown) => problem);
    expect(error).to.be.instanceOf(Error);
  });

  it("ends the target's work when the client goes away", async () => {
    let closed = false;
    await target(edge.blue, "blue", (_request, response) => {
      response.once("close", () => {
        closed = true;
      });
      response.write("on and on");
    });
    await edge.rule(1, forwardTo([edge.blue, 1]));
    const request = httpRequest({ port, host: "127.0.0.1", agent: false }).end();
    await once(request, "response");
    expect(plane.openConnections(edge.blue)).to.equal(1);
    request.destroy();
    await until(() => closed);
    expect(plane.openConnections(edge.blue)).to.equal(0);
  });

  it("reports requests and 5xx answers per group", async () => {
    await target(edge.blue, "blue", (request, response) => {
      response.statusCode = request.url === "/bad" ? 500 : 200;
      response.end();
    });
    await edge.rule(1, forwardTo([edge.blue, 1]));
    await get();
    await get({ path: "/bad" });
    await until(() => edge.region.state.elbv2.traffic[edge.blue] !== undefined);
    expect(trafficSince(edge.region.state.elbv2, edge.blue, 0)).to.deep.equal({
      requests: 2,
      target5xx: 1,
      elb5xx: 0,
      openConnections: 0,
    });
  });

  it("redirects", async () => {
    await edge.rule(1, [
      { Type: "redirect", RedirectConfig: { StatusCode: "HTTP_301", Protocol: "HTTPS", Port: "443" } },
    ]);
    const { status, headers } = await get({ path: "/a?b=c", headers: { Host: "shop.example.com" } });
    expect({ status, location: headers.location }).to.deep.equal({
      status: 301,
      location: "https://shop.example.com:443/a?b=c",
    });
  });

  it("tunnels a WebSocket both ways and leaves it on its target when the weights move", async () => {
    await target(edge.blue, "blue");
    await target(edge.green, "green");
    const RuleArn = await edge.rule(1, forwardTo([edge.blue, 100], [edge.green, 0]));
    const old = await open();
    const first = await say(old, "one");
    await edge.call("ModifyRule", { RuleArn, Actions: forwardTo([edge.blue, 0], [edge.green, 100]) });
    const fresh = await open();
    expect([first, await say(old, "two"), await say(fresh, "three")]).to.deep.equal([
      "blue: one",
      "blue: two",
      "green: three",
    ]);
    expect([plane.openConnections(edge.blue), plane.openConnections(edge.green)]).to.deep.equal([1, 1]);
    old.close();
    fresh.close();
    await until(() => plane.openConnections(edge.blue) + plane.openConnections(edge.green) === 0);
  });

  it("closes the client's WebSocket when the target's side goes", async () => {
    const blue = await target(edge.blue, "blue");
    await edge.rule(1, forwardTo([edge.blue, 1]));
    const socket = await open();
    const closed = once(socket, "close");
    blue.server.closeAllConnections();
    await blue.close();
    targets = [];
    expect((await closed)[0]).to.equal(1006);
    await until(() => plane.openConnections(edge.blue) === 0);
  });

  it("keeps a draining target's connections until the deregistration delay ends, then closes them", async () => {
    const blue = await target(edge.blue, "blue");
    await edge.rule(1, forwardTo([edge.blue, 1]));
    await edge.call("ModifyTargetGroupAttributes", {
      TargetGroupArn: edge.blue,
      Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "1" }],
    });
    const socket = await open();
    const closed = once(socket, "close");
    await edge.call("DeregisterTargets", {
      TargetGroupArn: edge.blue,
      Targets: [{ Id: idOf(blue.port), Port: blue.port }],
    });
    const begin = Date.now();
    expect(await say(socket, "still here")).to.equal("blue: still here");
    expect((await get()).status).to.equal(503);
    await closed;
    expect(Date.now() - begin).to.be.within(900, 1900);
  });

  const upgradeAnswer = async (): Promise<string> => {
    const raw = connect(port, "127.0.0.1");
    raw.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    const chunks: Buffer[] = [];
    for await (const chunk of raw) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  };

  it("refuses an upgrade where there is no target", async () => {
    await edge.rule(1, forwardTo([edge.blue, 1]));
    expect((await upgradeAnswer()).split("\r\n", 1)).to.deep.equal(["HTTP/1.1 503 Service Unavailable"]);
  });

  it("hands on a target's refusal of an upgrade", async () => {
    const blue = await target(edge.blue, "blue");
    blue.server.removeAllListeners("upgrade");
    blue.server.on("upgrade", (_request, socket) => {
      socket.end("HTTP/1.1 403 Forbidden\r\nX-Why: no\r\nContent-Length: 6\r\n\r\nno way");
    });
    await edge.rule(1, forwardTo([edge.blue, 1]));
    expect(await upgradeAnswer()).to.equal(
      "HTTP/1.1 403 Forbidden\r\nX-Why: no\r\nContent-Length: 6\r\nConnection: close\r\n\r\nno way",
    );
  });

  it("answers an upgrade with 502 when nobody listens at the target", async () => {
    const blue = await target(edge.blue, "blue");
    await edge.rule(1, forwardTo([edge.blue, 1]));
    await blue.close();
    targets = [];
    expect((await upgradeAnswer()).split("\r\n", 1)).to.deep.equal(["HTTP/1.1 502 Bad Gateway"]);
  });

  it("keeps a listener's port while it lives, and closes it with the listener", async () => {
    await edge.rule(1, fixed("200"));
    plane.reconcile();
    expect(plane.port(edge.listenerArn)).to.equal(port);
    await edge.call("DeleteListener", { ListenerArn: edge.listenerArn });
    plane.reconcile();
    expect(plane.port(edge.listenerArn)).to.equal(undefined);
    const error = await get().catch((problem: NodeJS.ErrnoException) => problem.code);
    expect(error).to.equal("ECONNREFUSED");
  });

  it("leaves no socket or listener behind, also with open requests, kept connections and WebSockets", async () => {
    await target(edge.blue, "blue", (request, response) => {
      if (request.url === "/hang") response.write("…");
      else response.end("ok");
    });
    await edge.rule(1, forwardTo([edge.blue, 1]));
    const agent = new Agent({ keepAlive: true });
    const hanging = httpRequest({ port, host: "127.0.0.1", path: "/hang", agent }).end();
    hanging.on("error", () => undefined);
    const [response] = (await once(hanging, "response")) as [IncomingMessage];
    response.on("error", () => undefined);
    const socket = await open();
    await get();
    const clientGone = once(socket, "close");
    await plane.close();
    await Promise.all(targets.map((one) => one.close()));
    targets = [];
    agent.destroy();
    await clientGone;
    await until(() => !process.getActiveResourcesInfo().some((kind) => kind.startsWith("TCP")));
  });
});
