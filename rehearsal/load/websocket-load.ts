import { once } from "node:events";
import WebSocket from "ws";

/** Long-lived connections, as of devices that are always on. */
export interface WebSocketLoad {
  /** How many were opened. */
  readonly opened: number;
  /** How many have been open without interruption since the start. */
  kept(): number;
  /** Messages that came back, over all connections. */
  echoes(): number;
  /** Closes all of them. */
  stop(): Promise<void>;
}

/** Where to connect, and how many. */
export interface WebSocketLoadOptions {
  /** For example `ws://127.0.0.1:8080/socket`. */
  readonly url: string;
  readonly connections: number;
  /** Between two messages of one connection, in milliseconds. @default 500 */
  readonly intervalMs?: number;
}

/** Opens the connections, and from then on lets each send a message now and then and expect it back. */
export const startWebSocketLoad = async (options: WebSocketLoadOptions): Promise<WebSocketLoad> => {
  const { url, connections, intervalMs = 500 } = options;
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(url)));
  let echoes = 0;
  for (const socket of sockets) {
    socket.on("message", () => {
      echoes += 1;
    });
    // A broken connection is counted by kept(); without a listener the error would end the process.
    socket.on("error", () => undefined);
  }
  const timer = setInterval(() => {
    for (const socket of sockets) if (isOpen(socket)) socket.send("still here");
  }, intervalMs);

  return {
    opened: connections,
    kept: () => sockets.filter(isOpen).length,
    echoes: () => echoes,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(sockets.map(close));
    },
  };
};

const isOpen = (socket: WebSocket): boolean => socket.readyState === WebSocket.OPEN;

const open = async (url: string): Promise<WebSocket> => {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, "open");
  return socket;
};

const close = async (socket: WebSocket): Promise<void> => {
  if (socket.readyState === WebSocket.CLOSED) return;
  const closed = once(socket, "close");
  socket.terminate();
  await closed;
};
