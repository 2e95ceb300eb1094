import { matchesWildcard } from "../elbv2/match-wildcard";
import type { RegionState } from "../state";
import { type EdgeAnswer, EdgeCache } from "./edge-cache";
import { type EdgeFunction, type EdgeRequest, loadEdgeFunction, type ReadKey } from "./edge-function";
import { askOrigin, type EdgeBucket } from "./edge-origin";

/** What a distribution does with the paths of one pattern. */
export interface EdgeBehavior {
  /** As CloudFront has it, for example `/assets/*`; `*` for the default. */
  readonly pathPattern: string;
  /** The bucket, or the load balancer behind the API. */
  readonly origin: EdgeBucket | "api";
  /** Runs for viewer requests. @default none */
  readonly functionSource?: string;
  /** Of its response headers policy, in place of the origin's own. @default none */
  readonly responseHeaders?: Readonly<Record<string, string>>;
}

/** A distribution as one of its locations sees it. */
export interface EdgeLocationOptions {
  /** In CloudFront's order: the first whose pattern fits, the default last. */
  readonly behaviors: readonly EdgeBehavior[];
  /** What the function's key value store says at this location. */
  readonly readKey: ReadKey;
  /** What the buckets hold now. */
  readonly state: () => RegionState;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** @default {@link loadEdgeFunction} */
  readonly load?: (source: string) => EdgeFunction;
}

/** One edge location: behaviors, the real function, and a cache whose keys are rewritten paths. */
export class EdgeLocation {
  private readonly cache = new EdgeCache();
  private readonly functions: ReadonlyMap<string, EdgeFunction>;

  public constructor(private readonly options: EdgeLocationOptions) {
    const sources = options.behaviors.flatMap(({ functionSource }) => functionSource ?? []);
    const load = options.load ?? loadEdgeFunction;
    this.functions = new Map([...new Set(sources)].map((source) => [source, load(source)]));
  }

  /** What answers a path; paths are matched in the case that they have: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html */
  public behaviorOf(path: string): EdgeBehavior | undefined {
    return this.options.behaviors.find(({ pathPattern }) => matchesWildcard(pathPattern, path));
  }

  /** The answer to a request for something in a bucket. */
  public async answer(request: EdgeRequest): Promise<EdgeAnswer> {
    const behavior = this.behaviorOf(request.uri);
    if (behavior === undefined || behavior.origin === "api") throw new Error(`No bucket answers ${request.uri}.`);
    if (request.method !== "GET" && request.method !== "HEAD") return methodRefused;
    const rewritten = await this.rewrite(behavior, request);
    if (rewritten === undefined) return functionFailed;
    return withHeaders(this.fromCache(behavior.origin, rewritten.uri), behavior);
  }

  /** What an invalidation of every path does here. */
  public invalidate(): void {
    this.cache.clear();
  }

  private async rewrite({ functionSource }: EdgeBehavior, request: EdgeRequest): Promise<EdgeRequest | undefined> {
    const run = functionSource === undefined ? undefined : this.functions.get(functionSource);
    if (run === undefined) return request;
    return run(request, this.options.readKey).catch(() => undefined);
  }

  private fromCache(origin: EdgeBucket, uri: string): EdgeAnswer {
    const { state, now } = this.options;
    return this.cache.answer(`${origin.bucket}${origin.path}${uri}`, now(), () => askOrigin(state(), origin, uri));
  }
}

/** To every answer, cached or not: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-response-headers.html */
const withHeaders = (answer: EdgeAnswer, { responseHeaders }: EdgeBehavior): EdgeAnswer =>
  responseHeaders === undefined ? answer : { ...answer, headers: { ...answer.headers, ...responseHeaders } };

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-permission-denied.html */
const methodRefused: EdgeAnswer = { status: 403, headers: { "content-type": "text/html" }, body: Buffer.from("") };

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-service-unavailable.html */
const functionFailed: EdgeAnswer = {
  status: 503,
  headers: { "content-type": "text/html", "x-cache": "FunctionExecutionError from cloudfront" },
  body: Buffer.from(""),
};
