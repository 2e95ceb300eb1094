import { once } from "node:events";
import http from "node:http";
import { connect } from "node:net";
import { expect } from "chai";
import WebSocket from "ws";
import { type AppSettings, parseAppSettings } from "../../../rehearsal/app/app-settings";
import { type DemoServer, startDemoServer } from "../../../rehearsal/app/demo-server";

const settings = (change: Partial<AppSettings> = {}): AppSettings => ({
  ...parseAppSettings({ SWITCHYARD_COLOR: "green", SWITCHYARD_VERSION: "1.5.0", SWITCHYARD_TASK: "t1", PORT: "0" }),
  ...change,
});

describe("startDemoServer", () => {
  let server: DemoServer;

  const start = async (change: Partial<AppSettings> = {}): Promise<string> => {
    server = await startDemoServer(settings(change));
    return `127.0.0.1:${server.port}`;
  };

  it("says its colour, version and task in body and header", async () => {
    const host = await start();
    const response = await fetch(`http://${host}/anything?x=1`);
    const body = await response.json();
    await server.close();

    expect([response.status, response.headers.get("x-color"), body]).to.deep.equal([
      200,
      "green",
      { color: "green", version: "1.5.0", task: "t1" },
    ]);
  });

  it("has one address below /api/, and its own 404 for all others", async () => {
    const host = await start();
    const answers = [await fetch(`http://${host}/api/info`), await fetch(`http://${host}/api/missing?x=1`)];
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    await server.close();

    expect(answers.map(({ status, headers }) => [status, headers.get("x-color")])).to.deep.equal([
      [200, "green"],
      [404, "green"],
    ]);
    expect(bodies).to.deep.equal([
      { color: "green", version: "1.5.0", task: "t1" },
      { error: "no such resource", path: "/api/missing" },
    ]);
  });

  for (const [misbehaviour, status] of [
    [undefined, 200],
    ["sick", 503],
  ] as const) {
    it(`answers its health check with ${status} when it is ${misbehaviour ?? "sound"}`, async () => {
      const host = await start({ misbehaviour });
      const { status: answered } = await fetch(`http://${host}/health`);
      await server.close();

      expect(answered).to.equal(status);
    });
  }

  it("answers everything but its health check with 500 when it is failing", async () => {
    const host = await start({ misbehaviour: "failing" });
    const statuses = await Promise.all(
      ["/", "/health"].map(async (path) => (await fetch(`http://${host}${path}`)).status),
    );
    await server.close();

    expect(statuses).to.deep.equal([500, 200]);
  });

  it("echoes a device's messages with its colour and says 1001 when it goes", async () => {
    const socket = new WebSocket(`ws://${await start()}/devices`);
    await once(socket, "open");
    socket.send("still here");
    const [data] = await once(socket, "message");
    const left = once(socket, "close");
    await server.close();
    const [code] = await left;

    expect([JSON.parse(String(data)), code]).to.deep.equal([{ color: "green", echo: "still here" }, 1001]);
  });

  it("finishes the request that is under way, closes its connection and accepts no other", async () => {
    await start();
    const socket = connect(server.port, "127.0.0.1");
    await once(socket, "connect");
    socket.write("GET / HTTP/1.1\r\nhost: x\r\n");
    await fetch(`http://127.0.0.1:${server.port}/`);
    let answer = "";
    socket.on("data", (chunk) => {
      answer += String(chunk);
    });
    const closed = server.close();
    socket.write("\r\n");
    await Promise.all([once(socket, "end"), closed]);
    const refused = await fetch(`http://127.0.0.1:${server.port}/`).catch(() => "refused");

    expect(answer.split("\r\n")[0]).to.equal("HTTP/1.1 200 OK");
    expect(answer.toLowerCase()).to.include("connection: close");
    expect(refused).to.equal("refused");
  });

  it("keeps idle connections for longer than a load balancer does", async () => {
    const host = await start();
    const agent = new http.Agent({ keepAlive: true });
    const request = http.get(`http://${host}/`, { agent });
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    response.resume();
    await once(response, "end");
    agent.destroy();
    await server.close();

    expect(response.headers["keep-alive"]).to.equal("timeout=65");
  });
});
