import { type AwsError, DetailedAwsError } from "../region/operation";
import type { WireRequest, WireResponse } from "./http-message";
import { createJsonBody } from "./json-body";
import type { Answering, Decoded, Protocol } from "./protocol";
import { findOperation, type ServiceModel } from "./service-model";

const json = createJsonBody({ jsonName: false });

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
      body: operation.output.isUnitSchema() ? "{}" : json.write(operation.output, output),
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
  return { operation, input: operation.input.isUnitSchema() ? {} : json.read(operation.input, request.body) };
};

const encodeJsonError = (error: AwsError, { errors }: ServiceModel): string => {
  const type = errors.get(error.code)?.shapeId ?? error.code;
  const details = error instanceof DetailedAwsError ? error.details : {};
  return JSON.stringify({ __type: type, message: error.message, Message: error.message, ...details });
};

/** Services that once spoke the query protocol still tell its code: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait. */
const queryErrorHeader = (error: AwsError, { request, service }: Answering): WireResponse["headers"] => {
  if (request.headers["x-amzn-query-mode"] !== "true") return {};
  const code = service.errors.get(error.code)?.query?.[0] ?? error.code;
  return { "x-amzn-query-error": `${code};${error.statusCode < 500 ? "Sender" : "Receiver"}` };
};
