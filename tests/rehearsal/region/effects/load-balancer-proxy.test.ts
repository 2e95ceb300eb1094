import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { expect } from "chai";
import { forwardTo } from "../elbv2/edge";
import { readAll, ServedEdge } from "./served-edge";
import { until } from "./tiny-targets";

describe("proxyRequest", () => {
  let served: ServedEdge;

  beforeEach(async () => {
    served = await ServedEdge.start();
  });

  afterEach(async () => {
    await served.close();
  });

  it("passes method, path, headers and body on, with what a load balancer adds, and the answer back", async () => {
    const seen: {
      method?: string | undefined;
      url?: string | undefined;
      headers?: IncomingHttpHeaders;
      body?: string;
    } = {};
    await served.target(served.edge.blue, "blue", (request, response) => {
      void readAll(request).then((body) => {
        Object.assign(seen, { method: request.method, url: request.url, headers: request.headers, body });
        response.writeHead(201, { "X-Version": "7", "Set-Cookie": ["a=1", "b=2"] });
        response.end("made");
      });
    });
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    const answer = await served.get({
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
    expect(headers.host).to.equal(`127.0.0.1:${served.port}`);
    expect(headers["x-forwarded-for"]).to.equal("10.9.8.7, 127.0.0.1");
    expect(headers["x-forwarded-proto"]).to.equal("http");
    expect(headers["x-forwarded-port"]).to.equal("80");
    expect(headers["x-amzn-trace-id"]).to.match(/^Root=1-[\da-f]{8}-[\da-f]{24}$/);
  });

  it("streams: the first bytes arrive before the target has finished", async () => {
    let finish: () => void = () => undefined;
    await served.target(served.edge.blue, "blue", (_request, response) => {
      response.write("first ");
      finish = () => response.end("last");
    });
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    const request = httpRequest({ port: served.port, host: "127.0.0.1", agent: false }).end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const [first] = (await once(response, "data")) as [Buffer];
    finish();
    expect([first.toString(), await readAll(response)]).to.deep.equal(["first ", "last"]);
  });

  it("uses connections to a target again", async () => {
    const blue = await served.target(served.edge.blue, "blue");
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    for (let count = 0; count < 10; count += 1) await served.get();
    expect(blue.connections()).to.equal(1);
  });

  it("gives up an idle connection before the target does, where the target says how long it keeps it", async () => {
    const blue = await served.target(served.edge.blue, "blue");
    blue.server.keepAliveTimeout = 1000;
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    await served.get();
    await served.get();
    expect(blue.connections()).to.equal(2);
  });

  it("answers 502 when nobody listens at the target, or it resets before its headers", async () => {
    await served.target(served.edge.blue, "blue", (request) => request.socket.destroy());
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    const reset = await served.get();
    await served.stopTargets();
    const refused = await served.get();
    expect([reset.status, refused.status]).to.deep.equal([502, 502]);
  });

  it("answers 504 when the target is silent for the idle timeout", async () => {
    await served.setIdleTimeout(1);
    await served.target(served.edge.blue, "blue", () => undefined);
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    expect((await served.get()).status).to.equal(504);
  });

  const breaking: readonly (readonly [framing: string, headers: Record<string, number>])[] = [
    ["with a length", { "Content-Length": 100 }],
    ["in chunks", {}],
  ];
  for (const [framing, headers] of breaking) {
    it(`breaks an answer ${framing} off when the target does, so that nobody takes it for whole`, async () => {
      await served.target(served.edge.blue, "blue", (request, response) => {
        response.writeHead(200, headers);
        response.write("half");
        setTimeout(() => request.socket.destroy(), 20);
      });
      await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
      const error = await served.get().catch((problem: NodeJS.ErrnoException) => problem.code);
      expect(error).to.equal("ECONNRESET");
    });
  }

  it("answers HEAD with the target's headers and no body", async () => {
    await served.target(served.edge.blue, "blue", (_request, response) => {
      response.writeHead(200, { "Content-Length": 4 });
      response.end("blue");
    });
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    const { status, headers, body } = await served.get({ method: "HEAD" });
    expect({ status, length: headers["content-length"], body }).to.deep.equal({ status: 200, length: "4", body: "" });
  });

  it("ends the target's work when the client goes away", async () => {
    let closed = false;
    await served.target(served.edge.blue, "blue", (_request, response) => {
      response.once("close", () => {
        closed = true;
      });
      response.write("on and on");
    });
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    const request = httpRequest({ port: served.port, host: "127.0.0.1", agent: false }).end();
    await once(request, "response");
    expect(served.plane.openConnections(served.edge.blue)).to.equal(1);
    request.destroy();
    await until(() => closed);
    expect(served.plane.openConnections(served.edge.blue)).to.equal(0);
  });

  it("redirects", async () => {
    await served.edge.rule(1, [
      { Type: "redirect", RedirectConfig: { StatusCode: "HTTP_301", Protocol: "HTTPS", Port: "443" } },
    ]);
    const { status, headers } = await served.get({ path: "/a?b=c", headers: { Host: "shop.example.com" } });
    expect({ status, location: headers.location }).to.deep.equal({
      status: 301,
      location: "https://shop.example.com:443/a?b=c",
    });
  });
});
