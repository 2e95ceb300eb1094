import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ListenerRecord } from "../elbv2/state";
import type { Region } from "../region";
import { LoadBalancerPlane } from "./load-balancer-plane";
import { proxyRequest } from "./load-balancer-proxy";
import { SocketSet } from "./load-balancer-sockets";
import { tunnelUpgrade } from "./load-balancer-tunnel";

/** How often listeners are compared with the region's state, in milliseconds: far below any propagation delay. */
const reconcileMs = 25;
/** How often served requests are reported, in milliseconds. */
const reportMs = 1000;

/** What may be settled for a test. */
export interface LoadBalancerOptions {
  /** Uniform in [0, 1). @default Math.random */
  readonly random?: () => number;
}

/** The data plane of all load balancers of a region. */
export interface LoadBalancerListeners {
  /** The port on 127.0.0.1 behind a listener; undefined until it listens (some milliseconds after CreateListener). */
  port(listenerArn: string): number | undefined;
  /** Requests and upgraded connections that are open to a target group now. */
  openConnections(targetGroupArn: string): number;
  /** Follows the region's state at once, which happens by itself every 25 ms. */
  reconcile(): void;
  /** Closes every listener and connection; nothing is left behind. */
  close(): Promise<void>;
}

interface ServedListener {
  readonly server: Server;
  readonly clients: SocketSet;
}

/** Serves every listener in the region's state on a port of its own, which stays the same as long as the listener lives. */
export const startLoadBalancerListeners = (
  region: Region,
  { random = Math.random }: LoadBalancerOptions = {},
): LoadBalancerListeners => {
  const plane = new LoadBalancerPlane(region, random);
  const served = new Map<string, ServedListener>();
  const closing = new Set<Promise<void>>();

  const retire = (arn: string, listener: ServedListener): void => {
    served.delete(arn);
    const closed = stopServing(listener).finally(() => closing.delete(closed));
    closing.add(closed);
  };
  const reconcile = (): void => {
    const { listeners } = region.state.elbv2;
    for (const record of Object.values(listeners)) {
      if (!served.has(record.arn)) served.set(record.arn, serve(plane, record));
    }
    for (const [arn, listener] of served) if (listeners[arn] === undefined) retire(arn, listener);
    plane.connections.closeGone(region.state.elbv2, region.context.now);
  };
  reconcile();
  const timers = [setInterval(reconcile, reconcileMs), setInterval(() => plane.report(), reportMs)];

  return {
    port: (listenerArn) => portOf(served.get(listenerArn)?.server),
    openConnections: (targetGroupArn) => plane.connections.countOf(targetGroupArn),
    reconcile,
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      for (const [arn, listener] of served) retire(arn, listener);
      await Promise.all([...closing, plane.close()]);
    },
  };
};

const serve = (plane: LoadBalancerPlane, { arn, listener }: ListenerRecord): ServedListener => {
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: plane.idleTimeoutMs(arn) });
  const clients = new SocketSet();
  const port = listener.Port ?? 0;
  server.on("connection", (socket) => {
    clients.add(socket);
    plane.assignNode(arn, socket);
  });
  server.on("request", (request, response) => proxyRequest(plane, { arn, port }, { request, response }));
  server.on("upgrade", (request, socket, head) => tunnelUpgrade(plane, { arn, port }, { request, socket, head }));
  server.listen(0, "127.0.0.1");
  return { server, clients };
};

const stopServing = async ({ server, clients }: ServedListener): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve));
  await clients.destroy();
  await closed;
};

const portOf = (server: Server | undefined): number | undefined =>
  server?.listening === true ? (server.address() as AddressInfo).port : undefined;
