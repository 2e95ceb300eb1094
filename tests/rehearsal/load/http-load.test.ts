import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { startHttpLoad } from "../../../rehearsal/load/http-load";

const serve = async (listener: http.RequestListener): Promise<{ url: string; server: http.Server }> => {
  const server = http.createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
};

describe("startHttpLoad", () => {
  let server: http.Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  it("records status and colour of every answer and sends no more after stop", async () => {
    let received = 0;
    const target = await serve((_request, response) => {
      received += 1;
      response.setHeader("x-color", "blue").end("hello");
    });
    server = target.server;
    const load = startHttpLoad({ url: target.url, requestsPerSecond: 200 });
    await sleep(300);
    await load.stop();
    const atStop = received;
    await sleep(50);

    expect(received).to.equal(atStop);
    expect(load.samples).to.have.length(received);
    expect(received).to.be.greaterThan(20);
    expect(new Set(load.samples.map(({ ok, status, color }) => `${ok} ${status} ${color}`))).to.deep.equal(
      new Set(["true 200 blue"]),
    );
  });

  it("keeps the rate when the answers are slow", async () => {
    const target = await serve((_request, response) => {
      setTimeout(() => response.end(), 150);
    });
    server = target.server;
    const load = startHttpLoad({ url: target.url, requestsPerSecond: 200 });
    await sleep(400);
    await load.stop();

    expect(load.samples.length).to.be.greaterThan(40);
  });

  it("counts a reset, a cut body, a 503 and a time-out as failed", async () => {
    const misdeeds: http.RequestListener[] = [
      (request) => request.socket.destroy(),
      (request, response) => {
        response.writeHead(200, { "content-length": "10" });
        response.write("half", () => request.socket.destroy());
      },
      (_request, response) => {
        response.writeHead(503).end();
      },
      () => undefined,
    ];
    let turn = 0;
    const target = await serve((request, response) => {
      misdeeds[turn % misdeeds.length]?.(request, response);
      turn += 1;
    });
    server = target.server;
    const load = startHttpLoad({ url: target.url, requestsPerSecond: 100, timeoutMs: 200 });
    while (turn < 8) await sleep(10);
    await load.stop();

    expect(load.samples.length).to.be.at.least(8);
    expect(load.samples.filter(({ ok }) => ok)).to.deep.equal([]);
    expect(new Set(load.samples.map(({ status }) => status))).to.deep.equal(new Set([0, 200, 503]));
  });
});
