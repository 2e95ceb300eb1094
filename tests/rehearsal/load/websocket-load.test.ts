import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { WebSocketServer } from "ws";
import { startWebSocketLoad } from "../../../rehearsal/load/websocket-load";

describe("startWebSocketLoad", () => {
  let server: WebSocketServer;
  let url: string;

  beforeEach(async () => {
    server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    server.on("connection", (socket) => socket.on("message", (data) => socket.send(data)));
    await once(server, "listening");
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  afterEach(() => {
    server.close();
  });

  it("keeps its connections open and hears its messages back", async () => {
    const load = await startWebSocketLoad({ url, connections: 3, intervalMs: 10 });
    await sleep(100);

    expect(load.opened).to.equal(3);
    expect(load.kept()).to.equal(3);
    expect(load.echoes()).to.be.greaterThan(6);
    await load.stop();
    expect(load.kept()).to.equal(0);
  });

  it("no longer counts a connection that the server cut", async () => {
    const load = await startWebSocketLoad({ url, connections: 3, intervalMs: 10 });
    for (const socket of [...server.clients].slice(0, 1)) socket.terminate();
    await sleep(50);

    expect(load.kept()).to.equal(2);
    await load.stop();
  });

  it("fails when nobody answers", async () => {
    server.close();
    const failure = await startWebSocketLoad({ url, connections: 1 }).catch((error: unknown) => error);

    expect(failure).to.be.instanceOf(Error);
  });
});
