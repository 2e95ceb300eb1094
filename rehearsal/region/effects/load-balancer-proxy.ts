import { type ClientRequest, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { RouteDecision, RoutedRequest } from "../elbv2/route";
import { errorAnswer, type OwnAnswer, ownAnswer } from "./load-balancer-answer";
import { answeredHeaders, type ForwardedFrom, forwardedHeaders } from "./load-balancer-headers";
import type { LoadBalancerPlane } from "./load-balancer-plane";

/** The listener that a request came in by. */
export interface IncomingListener {
  readonly arn: string;
  /** As declared, for example 80. */
  readonly port: number;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

type Forward = Extract<RouteDecision, { kind: "forward" }>;

/** Answers one request as its rule says: from a target, or by the load balancer itself. */
export const proxyRequest = (plane: LoadBalancerPlane, listener: IncomingListener, exchange: Exchange): void => {
  const { request, response } = exchange;
  const decision = plane.decide(listener.arn, request.socket, routedRequest(request));
  if (decision.kind === "forward") {
    forward(plane, { listener, decision }, exchange);
    return;
  }
  if (decision.kind === "no-target" && decision.targetGroupArn !== undefined) {
    plane.traffic.failed(decision.targetGroupArn, false);
  }
  request.resume();
  answer(response, ownAnswer(decision));
};

/** What rules look at. */
export const routedRequest = (request: IncomingMessage): RoutedRequest => ({
  method: request.method ?? "GET",
  path: request.url ?? "/",
  host: request.headers.host ?? "",
  headers: request.headers,
});

/** Where a request came from, for the headers that say so. */
export const forwardedFrom = (
  { now, random }: LoadBalancerPlane,
  { port }: IncomingListener,
  { socket }: IncomingMessage,
): ForwardedFrom => ({ clientAddress: socket.remoteAddress ?? "", listenerPort: port, now, random });

const forward = (
  plane: LoadBalancerPlane,
  { listener, decision }: { readonly listener: IncomingListener; readonly decision: Forward },
  { request, response }: Exchange,
): void => {
  const outgoing = httpRequest({
    host: "127.0.0.1",
    port: decision.port,
    method: request.method,
    path: request.url,
    headers: forwardedHeaders(request.rawHeaders, forwardedFrom(plane, listener, request)),
    agent: plane.agent,
    timeout: plane.idleTimeoutMs(listener.arn),
  });
  const breakOff = (): void => {
    outgoing.destroy();
    response.destroy();
  };
  const forget = plane.connections.add(decision, breakOff);
  response.once("close", () => {
    forget();
    // The client went first, or the answer broke off: the target needn't go on.
    if (!response.writableFinished) outgoing.destroy();
  });
  outgoing.once("socket", (socket) => plane.addTargetSocket(listener.arn, socket));
  relayAnswer(plane, decision, { outgoing, response });
  sendBody(request, outgoing);
};

const relayAnswer = (
  plane: LoadBalancerPlane,
  { targetGroupArn, cookie }: Forward,
  { outgoing, response }: { readonly outgoing: ClientRequest; readonly response: ServerResponse },
): void => {
  const fail = (statusCode: 502 | 504): void => {
    if (response.destroyed || response.writableEnded) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    plane.traffic.failed(targetGroupArn, true);
    answer(response, errorAnswer(statusCode));
  };
  outgoing.once("timeout", () => {
    fail(504);
    outgoing.destroy();
  });
  outgoing.on("error", () => fail(502));
  outgoing.once("response", (incoming) => {
    const statusCode = incoming.statusCode ?? 502;
    plane.traffic.answered(targetGroupArn, statusCode);
    response.writeHead(statusCode, incoming.statusMessage, answeredHeaders(incoming.rawHeaders, cookie));
    incoming.on("error", () => response.destroy());
    incoming.pipe(response);
  });
};

const sendBody = (request: IncomingMessage, outgoing: ClientRequest): void => {
  const hasBody = request.headers["content-length"] !== undefined || request.headers["transfer-encoding"] !== undefined;
  if (!hasBody) {
    outgoing.end();
    return;
  }
  request.pipe(outgoing);
};

const answer = (response: ServerResponse, { statusCode, headers, body }: OwnAnswer): void => {
  response.writeHead(statusCode, headers);
  response.end(body);
};
