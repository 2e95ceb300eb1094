import { ToStringShapeSerializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { deriveSchema } from "./derive-schema";
import type { WireResponse } from "./http-message";
import type { RestFormat } from "./rest";
import type { OperationModel } from "./service-model";

/** Writes a REST output: each member to the place that its traits name, the others to the body. */
export const writeBindings = (
  output: object,
  { output: schema, http }: OperationModel,
  format: RestFormat,
): WireResponse => {
  const success = http?.[2] ?? 200;
  if (schema.isUnitSchema()) return { statusCode: success, headers: {}, body: "" };
  const values = output as Readonly<Record<string, unknown>>;
  const members = [...schema.structIterator()];
  const present = members.filter(([name]) => values[name] !== undefined && values[name] !== null);
  const status = present.find(([, member]) => member.getMergedTraits().httpResponseCode);
  const headers = Object.fromEntries(present.flatMap(([name, member]) => writeHeaders(member, values[name])));
  const body = writeBody(schema, values, format);
  return {
    statusCode: status === undefined ? success : Number(values[status[0]]),
    headers: { ...body.headers, ...headers },
    body: body.body,
  };
};

/** Date-time unless a member says otherwise; in headers HTTP's own format: https://smithy.io/2.0/spec/http-bindings.html#httpheader-trait. */
const text = new ToStringShapeSerializer({ timestampFormat: { useTrait: true, default: 5 }, httpBindings: true });

const writeHeaders = (member: NormalizedSchema, value: unknown): [string, string][] => {
  const { httpHeader, httpPrefixHeaders } = member.getMergedTraits();
  if (typeof httpPrefixHeaders === "string") {
    const prefix = httpPrefixHeaders.toLowerCase();
    return Object.entries(value as object).map(([name, header]) => [prefix + name.toLowerCase(), String(header)]);
  }
  if (httpHeader === undefined) return [];
  text.write(member, value);
  return [[httpHeader.toLowerCase(), text.flush()]];
};

type Body = Pick<WireResponse, "headers" | "body">;

/** Only a document has the format's type: what a payload is, the service says in its own header, or nobody does. */
const writeBody = (schema: NormalizedSchema, values: Readonly<Record<string, unknown>>, format: RestFormat): Body => {
  const members = [...schema.structIterator()];
  const payload = members.find(([, member]) => member.getMergedTraits().httpPayload);
  if (payload !== undefined) return writePayload(payload[1], values[payload[0]], format);
  const inBody = new Set(members.filter(([, member]) => standsInBody(member)).map(([name]) => name));
  return inBody.size === 0 ? empty : writeDocument(deriveSchema(schema, { members: inBody }), values, format);
};

const empty: Body = { headers: {}, body: "" };

const writeDocument = (schema: NormalizedSchema, value: object, format: RestFormat): Body => ({
  headers: { "content-type": format.contentType },
  body: format.write(schema, value),
});

const standsInBody = (member: NormalizedSchema): boolean => {
  const { httpHeader, httpPrefixHeaders, httpResponseCode } = member.getMergedTraits();
  return httpHeader === undefined && httpPrefixHeaders === undefined && !httpResponseCode;
};

const writePayload = (member: NormalizedSchema, value: unknown, format: RestFormat): Body => {
  if (value === undefined || value === null) return empty;
  if (typeof value === "string" || value instanceof Uint8Array) return { headers: {}, body: value };
  if (member.isStructSchema()) return writeDocument(member, value, format);
  throw new TypeError(`${member.getMemberName()} must be a string or bytes, not ${typeof value}.`);
};
