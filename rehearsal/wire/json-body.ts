import { JsonCodec } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { malformed, readOrRefuse } from "./malformed";

/** Reads and writes the JSON object of a structure. */
export interface JsonBody {
  read(schema: NormalizedSchema, body: Uint8Array): object;
  write(schema: NormalizedSchema, value: object): string;
}

/** `jsonName`: whether members may have another name on the wire, as in REST JSON. */
export const createJsonBody = ({ jsonName }: { readonly jsonName: boolean }): JsonBody => {
  /** Epoch seconds unless a member says otherwise: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html. */
  const codec = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName });
  return {
    read: (schema, body) => {
      const parsed = parseObject(body);
      return readOrRefuse("The JSON body", () => codec.createDeserializer().readObject(schema, parsed));
    },
    write: (schema, value) => {
      const serializer = codec.createSerializer();
      serializer.write(schema, value);
      return String(serializer.flush());
    },
  };
};

const parseObject = (body: Uint8Array): Parameters<ReturnType<JsonCodec["createDeserializer"]>["readObject"]>[1] => {
  const parsed = readOrRefuse("The JSON body", () => JSON.parse(Buffer.from(body).toString("utf8")));
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw malformed("The body must be one JSON object.");
};
