import { STATUS_CODES } from "node:http";
import type { RouteDecision } from "../elbv2/route";

/** An answer that the load balancer gives by itself. */
export interface OwnAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

/** What the load balancer says instead of a target: 502, 503, 504. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html */
export const errorAnswer = (statusCode: 502 | 503 | 504): OwnAnswer => {
  const title = `${statusCode} ${STATUS_CODES[statusCode]}`;
  const heading = `<center><h1>${title}</h1></center>`;
  return answer(
    statusCode,
    { "Content-Type": "text/html" },
    `<html><head><title>${title}</title></head><body>${heading}</body></html>`,
  );
};

/** The answer to a decision that involves no target. */
export const ownAnswer = (decision: Exclude<RouteDecision, { kind: "forward" }>): OwnAnswer => {
  switch (decision.kind) {
    case "fixed-response":
      return answer(decision.statusCode, { "Content-Type": decision.contentType }, decision.body);
    case "redirect":
      return answer(decision.statusCode, { Location: decision.location }, "");
    case "no-target":
      return errorAnswer(503);
  }
};

/** The same as it goes over a connection that is no longer HTTP's: after an upgrade request. */
export const rawAnswer = ({ statusCode, headers, body }: OwnAnswer): string => {
  const lines = Object.entries({ ...headers, Connection: "close" }).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}`, ...lines, "", body].join("\r\n");
};

const answer = (statusCode: number, headers: Readonly<Record<string, string>>, body: string): OwnAnswer => ({
  statusCode,
  headers: { Server: "awselb/2.0", ...headers, "Content-Length": Buffer.byteLength(body) },
  body,
});
