/** Header names and values in turn, as Node's `rawHeaders`. */
export type RawHeaders = readonly string[];

/** Headers of one connection, not of the message. Source: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const hopByHop = new Set(["connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade", "expect"]);

/** Where a request came in. */
export interface ForwardedFrom {
  readonly clientAddress: string;
  /** The listener's port as declared, for example 80. */
  readonly listenerPort: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly random: () => number;
}

/** The request's headers for the target, with what a load balancer adds. */
export const forwardedHeaders = (headers: RawHeaders, from: ForwardedFrom): string[] => {
  const kept = pairs(headers).filter(([name]) => !hopByHop.has(name.toLowerCase()));
  const others = kept.filter(([name]) => !replaced.has(name.toLowerCase()));
  return [...others, ...additions(kept, from)].flat();
};

/** The same for an upgrade, which the target has to see. */
export const upgradeHeaders = (headers: RawHeaders, from: ForwardedFrom): string[] => {
  const upgrade = pairs(headers).filter(([name]) => name.toLowerCase() === "upgrade");
  return [...forwardedHeaders(headers, from), "Connection", "Upgrade", ...upgrade.flat()];
};

/** The target's headers for the client; how the body is framed is up to the client's connection. */
export const answeredHeaders = (headers: RawHeaders, cookie: string | undefined): string[] => {
  const kept = pairs(headers).filter(
    ([name]) => !hopByHop.has(name.toLowerCase()) && name.toLowerCase() !== "transfer-encoding",
  );
  return [...kept.flat(), ...(cookie === undefined ? [] : ["Set-Cookie", cookie])];
};

const replaced = new Set(["x-forwarded-for", "x-forwarded-proto", "x-forwarded-port", "x-amzn-trace-id"]);

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html */
const additions = (headers: readonly Pair[], from: ForwardedFrom): readonly Pair[] => {
  const before = headers.filter(([name]) => name.toLowerCase() === "x-forwarded-for").map(([, value]) => value);
  return [
    ["X-Forwarded-For", [...before, from.clientAddress].join(", ")],
    ["X-Forwarded-Proto", "http"],
    ["X-Forwarded-Port", String(from.listenerPort)],
    ["X-Amzn-Trace-Id", traceId(headers, from)],
  ];
};

/** A `Root` of its own, or a `Self` in front of the one that came. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html */
const traceId = (headers: readonly Pair[], { now, random }: ForwardedFrom): string => {
  const [, came = ""] = headers.find(([name]) => name.toLowerCase() === "x-amzn-trace-id") ?? [];
  const seconds = Math.floor(now / 1000).toString(16);
  const id = `1-${seconds}-${hex12(random)}${hex12(random)}`;
  if (!came.includes("Root=")) return `Root=${id}`;
  return `Self=${id};${came.replace(/Self=[^;]*;?/, "")}`;
};

/** Twelve digits from one draw: this runs for every request. */
const hex12 = (random: () => number): string =>
  Math.floor(random() * 2 ** 48)
    .toString(16)
    .padStart(12, "0");

type Pair = readonly [name: string, value: string];

const pairs = (headers: RawHeaders): readonly Pair[] => {
  const found: Pair[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2)
    found.push([headers[index] ?? "", headers[index + 1] ?? ""]);
  return found;
};
