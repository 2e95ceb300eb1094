import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { WebSocketServer } from "ws";

/** A target for tests: a server that says who it is, over HTTP and WebSocket. */
export interface TinyTarget {
  readonly port: number;
  readonly server: Server;
  /** How many connections were made to it. */
  connections(): number;
  close(): Promise<void>;
}

/** Starts a target that answers `name` to everything, unless a handler of its own is given. */
export const startTarget = async (name: string, handler?: RequestListener): Promise<TinyTarget> => {
  const server = createServer({ keepAliveTimeout: 65_000 }, handler ?? ((_request, response) => response.end(name)));
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const webSockets = new WebSocketServer({ server });
  webSockets.on("connection", (socket) => {
    socket.on("error", () => undefined);
    socket.on("message", (message) => socket.send(`${name}: ${String(message)}`));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    server,
    connections: () => connections,
    close: async () => {
      const closed = once(server, "close");
      webSockets.close();
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};

/** Waits until something holds, for at most two seconds. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 2000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within 2 s: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
