import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { AppSettings } from "./app-settings";

/** A running demo app. */
export interface DemoServer {
  readonly port: number;
  /** Accepts nothing more, finishes what is under way, says goodbye to the sockets; resolves when all is closed. */
  close(): Promise<void>;
}

/** "Going away". Source: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const goingAway = 1001;

/**
 * A load balancer keeps idle connections for 60 s and may send a request on one at any moment before that. A server that
 * closes first answers such a request with a reset, which the client sees as 502; so the server has to wait longer.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html (HTTP 502)
 */
const keepAliveTimeoutMs = 65_000;

/** Serves `GET /`, `GET /api/info`, `GET /health` and WebSockets on any path that asks for an upgrade, on 127.0.0.1. */
export const startDemoServer = async (settings: AppSettings): Promise<DemoServer> => {
  const server = http.createServer((request, response) => {
    // While closing, a connection must not come back for more.
    if (!server.listening) response.setHeader("connection", "close");
    answer(settings, request, response);
  });
  server.keepAliveTimeout = keepAliveTimeoutMs;
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (socket) => serveSocket(settings, socket));
  server.listen(settings.port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: () => close(server, sockets),
  };
};

const answer = (settings: AppSettings, request: http.IncomingMessage, response: http.ServerResponse): void => {
  const { color, version, task, misbehaviour } = settings;
  const path = (request.url ?? "/").split("?")[0];
  if (path === "/health") {
    response.writeHead(misbehaviour === "sick" ? 503 : 200, { "content-type": "text/plain", "x-color": color });
    response.end(misbehaviour === "sick" ? "sick\n" : "ok\n");
    return;
  }
  // An API has addresses that it doesn't know, and says so itself; everywhere else the app is at home.
  const isKnown = path === "/api/info" || !path?.startsWith("/api/");
  response.writeHead(statusOf(isKnown, misbehaviour), { "content-type": "application/json", "x-color": color });
  response.end(`${JSON.stringify(isKnown ? { color, version, task } : { error: "no such resource", path })}\n`);
};

const statusOf = (isKnown: boolean, misbehaviour: AppSettings["misbehaviour"]): number => {
  if (misbehaviour === "failing") return 500;
  return isKnown ? 200 : 404;
};

/** A device's connection: every message comes back with the colour that answered it. */
const serveSocket = ({ color }: AppSettings, socket: WebSocket): void => {
  socket.on("error", () => socket.terminate());
  socket.on("message", (data) => socket.send(JSON.stringify({ color, echo: data.toString() })));
};

const close = async (server: http.Server, sockets: WebSocketServer): Promise<void> => {
  const closed = once(server, "close");
  server.close();
  // A kept-alive connection that idles would hold the server open; one with a request gets its answer first.
  server.closeIdleConnections();
  for (const socket of sockets.clients) socket.close(goingAway, "going away");
  await closed;
};
