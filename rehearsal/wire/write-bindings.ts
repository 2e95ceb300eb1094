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
  return {
    statusCode: status === undefined ? success : Number(values[status[0]]),
    headers: { "content-type": format.contentType, ...headers },
    body: writeBody(schema, values, format),
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

const writeBody = (
  schema: NormalizedSchema,
  values: Readonly<Record<string, unknown>>,
  format: RestFormat,
): WireResponse["body"] => {
  const members = [...schema.structIterator()];
  const payload = members.find(([, member]) => member.getMergedTraits().httpPayload);
  if (payload !== undefined) return writePayload(payload[1], values[payload[0]], format);
  const body = new Set(members.filter(([, member]) => standsInBody(member)).map(([name]) => name));
  return body.size === 0 ? "" : format.write(deriveSchema(schema, { members: body }), values);
};

const standsInBody = (member: NormalizedSchema): boolean => {
  const { httpHeader, httpPrefixHeaders, httpResponseCode } = member.getMergedTraits();
  return httpHeader === undefined && httpPrefixHeaders === undefined && !httpResponseCode;
};

const writePayload = (member: NormalizedSchema, value: unknown, format: RestFormat): WireResponse["body"] => {
  if (value === undefined || value === null) return "";
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  if (member.isStructSchema()) return format.write(member, value);
  throw new TypeError(`${member.getMemberName()} must be a string or bytes, not ${typeof value}.`);
};
