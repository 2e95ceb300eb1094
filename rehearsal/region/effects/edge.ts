import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import type { Region } from "../region";
import type { EdgeRequest } from "./edge-function";
import { type EdgeBehavior, EdgeLocation } from "./edge-location";

/** A distribution, as far as its one edge location here needs it. */
export interface EdgeOptions {
  readonly bucket: string;
  readonly keyValueStoreArn: string;
  /** The viewer-request function of the default behavior. */
  readonly functionSource: string;
  /** The load balancer behind `/api/*`, for example `http://127.0.0.1:8080`. @default none: 502 */
  readonly apiOrigin?: string;
  /** @default what the program's own distribution declares */
  readonly behaviors?: readonly EdgeBehavior[];
}

/** An edge location that listens. */
export interface Edge {
  readonly url: string;
  close(): Promise<void>;
}

/** Milliseconds that a viewer's idle connection is kept: longer than a client that uses it again and again ever waits. */
const viewerIdleMs = 60_000;

/** Milliseconds, CloudFront's default: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html */
const originIdleMs = 5_000;

/** Serves a distribution from one location, which hears of each change at once. */
export const startEdge = async (region: Region, options: EdgeOptions): Promise<Edge> => {
  const origin = { url: options.apiOrigin, agent: new http.Agent({ keepAlive: true, timeout: originIdleMs }) };
  const location = new EdgeLocation({
    behaviors: options.behaviors ?? declaredBehaviors(options),
    readKey: async (key) => {
      const value = region.state.keyValueStores.stores[options.keyValueStoreArn]?.items[key];
      if (value === undefined) throw new Error("KeyNotFound");
      return value;
    },
    state: () => region.state,
    now: () => region.context.now,
  });
  const server = http.createServer({ keepAliveTimeout: viewerIdleMs }, (request, response) => {
    const [uri = "/"] = (request.url ?? "/").split("?");
    if (location.behaviorOf(uri)?.origin === "api") passOn(origin, { request, response });
    else void serve(location, uri, { request, response });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        origin.agent.destroy();
      }),
  };
};

/** The program's distribution; the scenario reads the deployed one, and a test compares the two. */
export const declaredBehaviors = ({
  bucket,
  functionSource,
}: Pick<EdgeOptions, "bucket" | "functionSource">): readonly EdgeBehavior[] => [
  { pathPattern: "/assets/*", origin: { bucket, path: "/pool" }, responseHeaders },
  { pathPattern: "/api/*", origin: "api" },
  { pathPattern: "*", origin: { bucket, path: "/releases" }, functionSource, responseHeaders },
];

/** Of pages and assets; the API answers for itself. */
const responseHeaders = {
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-frame-options": "SAMEORIGIN",
  "content-security-policy": "base-uri 'self'; frame-ancestors 'self'; object-src 'none'",
};

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const serve = async (location: EdgeLocation, uri: string, { request, response }: Exchange): Promise<void> => {
  const { method = "GET", headers } = request;
  const answer = await location.answer({ method, uri, cookies: cookiesOf(headers.cookie ?? "") });
  const isUnchanged = answer.status === 200 && headers["if-none-match"] === answer.headers["etag"];
  response.writeHead(isUnchanged ? 304 : answer.status, answer.headers);
  response.end(isUnchanged || method === "HEAD" ? undefined : answer.body);
};

/** CachingDisabled and all methods: what the load balancer says is what the viewer gets. */
const passOn = (
  { url: origin, agent }: { readonly url: string | undefined; readonly agent: http.Agent },
  { request, response }: Exchange,
): void => {
  const { method, headers, url = "/" } = request;
  const refuse = (): void => void response.writeHead(502).end();
  if (origin === undefined) {
    refuse();
    return;
  }
  const upstream = http.request(origin + url, { method, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    pipeline(answer, response, () => undefined);
  });
  upstream.once("error", () => (response.headersSent ? response.destroy() : refuse()));
  pipeline(request, upstream, () => undefined);
};

const cookiesOf = (header: string): EdgeRequest["cookies"] =>
  Object.fromEntries(
    header.split(/;\s*/).flatMap((pair) => {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
      return name === undefined || value === undefined ? [] : [[name, { value }]];
    }),
  );
