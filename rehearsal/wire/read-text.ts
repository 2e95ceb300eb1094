import { FromStringShapeDeserializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { malformed, readOrRefuse } from "./malformed";

/** Date-time unless a member or its place in the request says otherwise: https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait. */
const reader = new FromStringShapeDeserializer({ timestampFormat: { useTrait: true, default: 5 }, httpBindings: true });

/** Reads a simple value (or a header's list of them) from text; refuses what isn't of the schema's type. */
export const readText = (schema: NormalizedSchema, text: string): unknown => {
  const name = schema.getMemberName() ?? schema.getName() ?? "The value";
  const refuse = (type: string) => malformed(`${name} is ${JSON.stringify(text)}, which is not ${type}.`);
  if (schema.isBooleanSchema() && !/^(true|false)$/i.test(text)) throw refuse("true or false");
  if (schema.isNumericSchema() && (text.trim() === "" || Number.isNaN(Number(text)))) throw refuse("a number");
  return readOrRefuse(name, () => reader.read(schema, text));
};
