import { request as httpRequest, type IncomingMessage, STATUS_CODES } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { RouteDecision } from "../elbv2/route";
import { errorAnswer, ownAnswer, rawAnswer } from "./load-balancer-answer";
import { answeredHeaders, upgradeHeaders } from "./load-balancer-headers";
import type { LoadBalancerPlane } from "./load-balancer-plane";
import { forwardedFrom, type IncomingListener, routedRequest } from "./load-balancer-proxy";

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What the client sent behind its request already. */
  readonly head: Buffer;
}

type Forward = Extract<RouteDecision, { kind: "forward" }>;

/**
 * Passes an upgrade (WebSocket) on to a target and then tunnels both ways. The connection stays on that target, whatever
 * becomes of the weights, until a side closes it, it is idle for the idle timeout, or its target is gone.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html#websockets
 */
export const tunnelUpgrade = (plane: LoadBalancerPlane, listener: IncomingListener, upgrade: Upgrade): void => {
  const { request, socket } = upgrade;
  socket.on("error", () => socket.destroy());
  const decision = plane.decide(listener.arn, request.socket, routedRequest(request));
  if (decision.kind === "forward") openTunnel(plane, { listener, decision }, upgrade);
  else socket.end(rawAnswer(ownAnswer(decision)));
};

const openTunnel = (
  plane: LoadBalancerPlane,
  { listener, decision }: { readonly listener: IncomingListener; readonly decision: Forward },
  { request, socket, head }: Upgrade,
): void => {
  const target = connect(decision.port, "127.0.0.1");
  const forget = plane.connections.add(decision, () => {
    socket.destroy();
    target.destroy();
  });
  plane.addTargetSocket(listener.arn, target);
  socket.once("close", () => {
    forget();
    target.destroySoon();
  });
  const outgoing = httpRequest({
    createConnection: () => target,
    method: request.method,
    path: request.url,
    headers: upgradeHeaders(request.rawHeaders, forwardedFrom(plane, listener, request)),
    timeout: plane.idleTimeoutMs(listener.arn),
  });
  const fail = (statusCode: 502 | 504): void => {
    if (!socket.writable) return;
    plane.traffic.failed(decision.targetGroupArn, true);
    socket.end(rawAnswer(errorAnswer(statusCode)));
  };
  outgoing.once("timeout", () => {
    fail(504);
    outgoing.destroy();
  });
  outgoing.on("error", () => fail(502));
  outgoing.once("response", (incoming) => {
    plane.traffic.answered(decision.targetGroupArn, incoming.statusCode ?? 502);
    socket.write(headOf(incoming, ["Connection", "close"]));
    incoming.pipe(socket);
  });
  outgoing.once("upgrade", (incoming, upgraded, targetHead) => {
    outgoing.removeAllListeners("timeout");
    plane.traffic.answered(decision.targetGroupArn, 101);
    socket.write(headOf(incoming, upgradeOf(incoming)));
    if (targetHead.length > 0) socket.write(targetHead);
    if (head.length > 0) upgraded.write(head);
    join(request.socket, upgraded, plane.idleTimeoutMs(listener.arn));
  });
  outgoing.end();
};

const join = (client: Socket, target: Socket, idleMs: number): void => {
  // Bytes of either direction count on both sockets, so one of them is enough.
  target.setTimeout(idleMs, () => target.destroy());
  target.on("error", () => target.destroy());
  target.once("close", () => client.destroySoon());
  client.pipe(target);
  target.pipe(client);
};

const headOf = (incoming: IncomingMessage, connection: readonly string[]): string => {
  const fields = [...answeredHeaders(incoming.rawHeaders, undefined), ...connection];
  const lines = fields.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${fields[index + 1]}`] : []));
  const status = incoming.statusCode ?? 502;
  return [`HTTP/1.1 ${status} ${incoming.statusMessage ?? STATUS_CODES[status]}`, ...lines, "", ""].join("\r\n");
};

const upgradeOf = ({ headers }: IncomingMessage): readonly string[] => [
  "Connection",
  "Upgrade",
  "Upgrade",
  headers.upgrade ?? "websocket",
];
