import vm from "node:vm";

/** The part of a viewer request that a function may read and change; names as CloudFront has them. */
export interface EdgeRequest {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly uri: string;
  readonly cookies: Readonly<Record<string, { readonly value: string }>>;
}

/** Reads a key of the associated store; rejects where it isn't there. */
export type ReadKey = (key: string) => Promise<string>;

/** A function for viewer requests. */
export type EdgeFunction = (request: EdgeRequest, readKey: ReadKey) => Promise<EdgeRequest>;

/** Bytes, comments included: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html. */
const largestSource = 10_240;

/**
 * What a run may take here, in milliseconds: it ends a function that never would. CloudFront's own bound is about one, which
 * another machine can't show, least of all a busy one.
 */
const timeout = 1_000;

/**
 * Loads a CloudFront Function into an engine of its own, with `cloudfront` as the only thing that it can import and none of
 * Node's globals. Source of the event's shape:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
export const loadEdgeFunction = (source: string): EdgeFunction => {
  if (Buffer.byteLength(source) > largestSource) {
    throw new Error(`The function has ${Buffer.byteLength(source)} bytes: CloudFront takes at most ${largestSource}.`);
  }
  const script = new vm.Script(withoutImport(source), { filename: "viewer-request.js" });
  return async (request, readKey) => {
    const context = vm.createContext({ cf: { kvs: () => ({ get: readKey }) }, request: structuredClone(request) });
    script.runInContext(context, { timeout });
    return await vm.runInContext("handler({ version: '1.0', context: {}, viewer: {}, request })", context, { timeout });
  };
};

/** A script can't import; the binding is given to it instead. */
const withoutImport = (source: string): string => source.replace(/^import cf from ["']cloudfront["'];$/m, "");
