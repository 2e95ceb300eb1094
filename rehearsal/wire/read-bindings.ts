import type { NormalizedSchema } from "@smithy/core/schema";
import type { WireRequest } from "./http-message";
import { readText } from "./read-text";

/** Reads a structure from a document body. */
export interface BodyFormat {
  readonly read: (schema: NormalizedSchema, body: Uint8Array) => object;
}

/** Where a REST input's members stand. */
export interface RequestParts {
  readonly request: WireRequest;
  readonly labels: Readonly<Record<string, string>>;
}

type Traits = ReturnType<NormalizedSchema["getMergedTraits"]>;

/** Reads a REST input: each member from the place that its traits name, the others from the body. */
export const readBindings = (schema: NormalizedSchema, parts: RequestParts, format: BodyFormat): object => {
  const members = [...schema.structIterator()];
  const payload = members.find(([, member]) => member.getMergedTraits().httpPayload);
  const hasBody = payload === undefined && parts.request.body.byteLength > 0;
  const input = hasBody ? { ...format.read(schema, parts.request.body) } : {};
  const bound = members.map(([name, member]) => [name, readBound(name, member, parts)] as const);
  const body = payload && ([payload[0], readPayload(payload[1], parts.request.body, format)] as const);
  return Object.assign(input, Object.fromEntries([...bound, ...(body ? [body] : [])].filter(isPresent)));
};

const isPresent = ([, value]: readonly [string, unknown]): boolean => value !== undefined;

const readBound = (name: string, member: NormalizedSchema, { request, labels }: RequestParts): unknown => {
  const traits = member.getMergedTraits();
  if (traits.httpLabel) return readOptional(member, labels[name]);
  if (traits.httpHeader) return readOptional(member, request.headers[traits.httpHeader.toLowerCase()]);
  if (typeof traits.httpPrefixHeaders === "string") return readPrefixed(traits.httpPrefixHeaders, request.headers);
  return readQuery(member, traits, request.query);
};

const readOptional = (member: NormalizedSchema, text: string | undefined): unknown =>
  text === undefined ? undefined : readText(member, text);

const readPrefixed = (prefix: string, headers: WireRequest["headers"]): object | undefined => {
  const lower = prefix.toLowerCase();
  const found = Object.entries(headers).filter(([header]) => header.startsWith(lower));
  return found.length === 0
    ? undefined
    : Object.fromEntries(found.map(([header, value]) => [header.slice(lower.length), value]));
};

const readQuery = (member: NormalizedSchema, traits: Traits, query: URLSearchParams): unknown => {
  if (!traits.httpQuery) return undefined;
  const values = query.getAll(traits.httpQuery);
  if (values.length === 0) return undefined;
  if (!member.isListSchema()) return readOptional(member, values[0]);
  return values.map((value) => readText(member.getValueSchema(), value));
};

/** An empty body and none at all look the same; only streams (S3's objects) are often meant to be empty. */
const readPayload = (member: NormalizedSchema, body: Uint8Array, format: BodyFormat): unknown => {
  if (body.byteLength === 0 && !member.isStreaming()) return undefined;
  if (member.isBlobSchema()) return new Uint8Array(body);
  if (member.isStringSchema()) return Buffer.from(body).toString("utf8");
  return format.read(member, body);
};
