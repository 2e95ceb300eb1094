import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import type { Region } from "../region";
import { type EdgeAnswer, EdgeCache } from "./edge-cache";
import { type EdgeFunction, type EdgeRequest, loadEdgeFunction } from "./edge-function";
import { askOrigin } from "./edge-origin";

/** A distribution, as far as its one edge location here needs it. */
export interface EdgeOptions {
  readonly bucket: string;
  readonly keyValueStoreArn: string;
  /** The viewer-request function of the default behavior. */
  readonly functionSource: string;
  /** The load balancer behind `/api/*`, for example `http://127.0.0.1:8080`. @default none: 502 */
  readonly apiOrigin?: string;
}

/** An edge location that listens. */
export interface Edge {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a distribution from one location: behaviors, the real function, a cache whose keys are rewritten paths. */
export const startEdge = async (region: Region, options: EdgeOptions): Promise<Edge> => {
  const location = new EdgeLocation(region, options);
  const server = http.createServer((request, response) => void location.serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

class EdgeLocation {
  private readonly cache = new EdgeCache();
  private readonly rewrite: EdgeFunction;

  public constructor(
    private readonly region: Region,
    private readonly options: EdgeOptions,
  ) {
    this.rewrite = loadEdgeFunction(options.functionSource);
  }

  public async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = "/"] = (request.url ?? "/").split("?");
    if (path.startsWith("/api/")) return this.passOn(request, response);
    const answer = await this.answer(request, path);
    const isUnchanged = answer.status === 200 && request.headers["if-none-match"] === answer.headers["etag"];
    response.writeHead(isUnchanged ? 304 : answer.status, answer.headers);
    response.end(isUnchanged || request.method === "HEAD" ? undefined : answer.body);
  }

  private async answer({ method = "GET", headers }: IncomingMessage, path: string): Promise<EdgeAnswer> {
    if (method !== "GET" && method !== "HEAD") return methodRefused;
    if (path.startsWith("/assets/")) return this.fromCache("pool", path);
    const viewer = { method, uri: path, cookies: cookiesOf(headers.cookie ?? "") };
    const rewritten = await this.run(viewer);
    return rewritten === undefined ? functionFailed : this.fromCache("releases", rewritten.uri);
  }

  private run(request: EdgeRequest): Promise<EdgeRequest | undefined> {
    const read = async (key: string): Promise<string> => {
      const value = this.region.state.keyValueStores.stores[this.options.keyValueStoreArn]?.items[key];
      if (value === undefined) throw new Error("KeyNotFound");
      return value;
    };
    return this.rewrite(request, read).catch(() => undefined);
  }

  private fromCache(prefix: "pool" | "releases", uri: string): EdgeAnswer {
    const { state, context } = this.region;
    const origin = { bucket: this.options.bucket, prefix };
    return this.cache.answer(`${prefix}${uri}`, context.now, () => askOrigin(state, origin, uri));
  }

  /** CachingDisabled and all methods: what the load balancer says is what the viewer gets. */
  private passOn(request: IncomingMessage, response: ServerResponse): void {
    const { method, headers, url = "/" } = request;
    const refuse = (): void => void response.writeHead(502).end();
    const { apiOrigin } = this.options;
    if (apiOrigin === undefined) {
      refuse();
      return;
    }
    const upstream = http.request(apiOrigin + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      pipeline(answer, response, () => undefined);
    });
    upstream.once("error", () => (response.headersSent ? response.destroy() : refuse()));
    pipeline(request, upstream, () => undefined);
  }
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-permission-denied.html */
const methodRefused: EdgeAnswer = { status: 403, headers: { "content-type": "text/html" }, body: Buffer.from("") };

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-service-unavailable.html */
const functionFailed: EdgeAnswer = {
  status: 503,
  headers: { "content-type": "text/html", "x-cache": "FunctionExecutionError from cloudfront" },
  body: Buffer.from(""),
};

const cookiesOf = (header: string): EdgeRequest["cookies"] =>
  Object.fromEntries(
    header.split(/;\s*/).flatMap((pair) => {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
      return name === undefined || value === undefined ? [] : [[name, { value }]];
    }),
  );
