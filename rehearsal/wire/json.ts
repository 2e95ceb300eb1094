import { JsonCodec } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { AwsError } from "../region/operation";
import type { WireRequest, WireResponse } from "./http-message";
import { malformed, readOrRefuse } from "./malformed";
import type { Answering, Decoded, Protocol } from "./protocol";
import { findOperation, type ServiceModel } from "./service-model";

/** Epoch seconds unless a member says otherwise: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html. */
const codec = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

/** The JSON protocols: the operation in `X-Amz-Target`, one JSON object each way. */
export const createJsonProtocol = (version: "1.0" | "1.1"): Protocol => {
  const headers = (requestId: string) => ({
    "content-type": `application/x-amz-json-${version}`,
    "x-amzn-requestid": requestId,
  });
  return {
    decode: decodeJson,
    encode: (output, operation, { requestId }) => ({
      statusCode: 200,
      headers: headers(requestId),
      body: operation.output.isUnitSchema() ? "{}" : writeJson(operation.output, output),
    }),
    encodeError: (error, answering) => ({
      statusCode: error.statusCode,
      headers: { ...headers(answering.requestId), ...queryErrorHeader(error, answering) },
      body: encodeJsonError(error, answering.service),
    }),
  };
};

const decodeJson = (request: WireRequest, service: ServiceModel): Decoded => {
  const target = request.headers["x-amz-target"] ?? "";
  const operation = findOperation(service, target.slice(target.lastIndexOf(".") + 1));
  return { operation, input: operation.input.isUnitSchema() ? {} : readJson(operation.input, request.body) };
};

const readJson = (schema: NormalizedSchema, body: Uint8Array): object => {
  const parsed: unknown = readOrRefuse("The JSON body", () => JSON.parse(Buffer.from(body).toString("utf8") || "{}"));
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw malformed("The body must be one JSON object.");
  }
  return readOrRefuse("The JSON body", () => codec.createDeserializer().readObject(schema, parsed as never));
};

const writeJson = (schema: NormalizedSchema, output: object): string => {
  const serializer = codec.createSerializer();
  serializer.write(schema, output);
  return String(serializer.flush());
};

const encodeJsonError = (error: AwsError, { errors }: ServiceModel): string => {
  const type = errors.get(error.code)?.shapeId ?? error.code;
  return JSON.stringify({ __type: type, message: error.message, Message: error.message });
};

/** Services that once spoke the query protocol still tell its code: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait. */
const queryErrorHeader = (error: AwsError, { request, service }: Answering): WireResponse["headers"] => {
  if (request.headers["x-amzn-query-mode"] !== "true") return {};
  const code = service.errors.get(error.code)?.query?.[0] ?? error.code;
  return { "x-amzn-query-error": `${code};${error.statusCode < 500 ? "Sender" : "Receiver"}` };
};
