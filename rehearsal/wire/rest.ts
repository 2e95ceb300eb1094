import type { NormalizedSchema } from "@smithy/core/schema";
import type { AwsError } from "../region/operation";
import { decodeAwsChunked } from "./aws-chunked";
import type { WireRequest, WireResponse } from "./http-message";
import { matchRoute } from "./match-route";
import type { Answering, Decoded, Protocol } from "./protocol";
import { type BodyFormat, readBindings } from "./read-bindings";
import type { ServiceModel } from "./service-model";
import { writeBindings } from "./write-bindings";

/** What REST JSON and REST XML do differently. */
export interface RestFormat extends BodyFormat {
  readonly contentType: string;
  readonly write: (schema: NormalizedSchema, value: object) => string;
  readonly encodeError: (error: AwsError, answering: Answering) => Omit<WireResponse, "statusCode">;
  /** Labels that a service takes from elsewhere than the operations' paths, and the path without them. */
  readonly locate?: (request: WireRequest, service: ServiceModel) => Located;
}

/** A request freed of what {@link RestFormat.locate} has read. */
export interface Located {
  readonly path: string;
  /** @default the request's own */
  readonly query?: URLSearchParams;
  readonly labels: Readonly<Record<string, string>>;
}

/** The REST protocols: https://smithy.io/2.0/spec/http-bindings.html says what stands where. */
export const createRestProtocol = (format: RestFormat): Protocol => ({
  decode: (request, service) => decodeRest(decodeAwsChunked(request), service, format),
  encode: (output, operation, { requestId }) => {
    const { statusCode, headers, body } = writeBindings(output, operation, format);
    return { statusCode, headers: { ...headers, "x-amzn-requestid": requestId }, body };
  },
  encodeError: (error, answering) => {
    const { headers, body } = format.encodeError(error, answering);
    const statusCode = statusOf(error, answering.service);
    return { statusCode, headers: { ...headers, "x-amzn-requestid": answering.requestId }, body };
  },
});

const decodeRest = (request: WireRequest, service: ServiceModel, format: RestFormat): Decoded => {
  const { labels, ...located } = format.locate?.(request, service) ?? { labels: {} };
  const route = matchRoute(service, { ...request, ...located });
  const { operation } = route;
  if (operation.input.isUnitSchema()) return { operation, input: {} };
  return {
    operation,
    input: readBindings(operation.input, { request, labels: { ...labels, ...route.labels } }, format),
  };
};

/** 400 is what an {@link AwsError} has when nobody chose a status, so the model's own goes first there. */
const statusOf = ({ code, statusCode }: AwsError, { errors }: ServiceModel): number =>
  statusCode === 400 ? (errors.get(code)?.statusCode ?? 400) : statusCode;
