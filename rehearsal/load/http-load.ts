import http from "node:http";
import { performance } from "node:perf_hooks";
import type { RequestSample } from "../../cutover/receipt";

/** A steady stream of requests, whatever the answers are. */
export interface HttpLoad {
  /** Every finished request since the start, in the order in which they finished. */
  readonly samples: readonly RequestSample[];
  /** Stops sending, waits for what is under way and closes all connections. */
  stop(): Promise<void>;
}

/** What to send, and how fast. */
export interface HttpLoadOptions {
  /** Where to send `GET`s, for example `http://127.0.0.1:8080/`. */
  readonly url: string;
  readonly requestsPerSecond: number;
  /** A request without a full answer after this long counts as failed, in milliseconds. @default 10000 */
  readonly timeoutMs?: number;
}

const tickMs = 5;
/** Each keeps connections of its own, so that every node of a load balancer has some. */
const clients = 32;

/**
 * Sends requests at a fixed rate (open loop: slow answers don't slow the sender, so a stall shows as latency and not as
 * fewer requests), over kept-alive connections as browsers and gateways do.
 */
export const startHttpLoad = ({ url, requestsPerSecond, timeoutMs = 10_000 }: HttpLoadOptions): HttpLoad => {
  const agents = Array.from({ length: clients }, () => new http.Agent({ keepAlive: true }));
  const samples: RequestSample[] = [];
  const underWay = new Set<Promise<void>>();
  const start = performance.now();
  let sent = 0;

  const send = (): void => {
    sent += 1;
    const request = sample(url, agents[sent % clients], timeoutMs).then((result) => {
      samples.push(result);
      underWay.delete(request);
    });
    underWay.add(request);
  };
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - start) / 1000) * requestsPerSecond);
    while (sent < due) send();
  }, tickMs);

  return {
    samples,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(underWay);
      for (const agent of agents) agent.destroy();
    },
  };
};

const sample = (url: string, agent: http.Agent | undefined, timeoutMs: number): Promise<RequestSample> => {
  const at = Date.now();
  const started = performance.now();
  return new Promise((resolve) => {
    const finish = (status: number, color: string | undefined, isComplete: boolean): void => {
      const latencyMs = performance.now() - started;
      resolve({ at, latencyMs, status, color, ok: isComplete && status >= 200 && status < 300 });
    };
    const request = http.get(url, { agent, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      const color = response.headers["x-color"];
      const end = (isComplete: boolean): void => finish(response.statusCode ?? 0, asText(color), isComplete);
      response.resume();
      response.once("end", () => end(response.complete));
      response.once("error", () => end(false));
    });
    request.once("error", () => finish(0, undefined, false));
  });
};

const asText = (header: string | string[] | undefined): string | undefined =>
  typeof header === "string" ? header : header?.[0];
