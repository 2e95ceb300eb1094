import { randomUUID } from "node:crypto";
import { AwsError } from "../region/operation";
import { ec2QueryProtocol } from "./ec2-query";
import type { WireRequest, WireResponse } from "./http-message";
import { createJsonProtocol } from "./json";
import type { Answering, Protocol } from "./protocol";
import { queryProtocol } from "./query";
import { recognizeService } from "./recognize-service";
import { restJsonProtocol } from "./rest-json";
import { restXmlProtocol } from "./rest-xml";
import { loadServiceModel, type ServiceModel } from "./service-model";
import type { ProtocolName, ServiceKey } from "./services";

/** Answers one AWS call: `Region.call`'s signature. */
export type Call = (service: string, operation: string, input: object) => Promise<object>;

const protocols: Readonly<Record<ProtocolName, Protocol>> = {
  query: queryProtocol,
  "ec2-query": ec2QueryProtocol,
  "json-1.0": createJsonProtocol("1.0"),
  "json-1.1": createJsonProtocol("1.1"),
  "rest-json": restJsonProtocol,
  "rest-xml": restXmlProtocol,
};

/** Decodes a request, has it answered and encodes the answer; every failure becomes an answer as well. */
export const answerRequest = async (request: WireRequest, call: Call): Promise<WireResponse> => {
  const requestId = randomUUID();
  let service: ServiceModel;
  try {
    service = loadServiceModel(recognizeService(request));
  } catch (error) {
    return encodeForUnknownService(toAwsError(error), request, requestId);
  }
  const protocol = protocols[service.protocol];
  const answering: Answering = { request, service, requestId };
  try {
    const { operation, input } = protocol.decode(request, service);
    return protocol.encode(await call(service.key, operation.name, input), operation, answering);
  } catch (error) {
    return protocol.encodeError(toAwsError(error), answering);
  }
};

/** Anything but a refusal is a fault in the rehearsal, told as AWS tells its own faults. */
const toAwsError = (error: unknown): AwsError =>
  error instanceof AwsError
    ? error
    : new AwsError("InternalFailure", error instanceof Error ? error.message : String(error), 500);

/** Without a service there is no protocol either: the request's own looks decide how the refusal is told. */
const encodeForUnknownService = (error: AwsError, request: WireRequest, requestId: string): WireResponse => {
  const key: ServiceKey = request.headers["x-amz-target"] === undefined ? "sts" : "ssm";
  const service: ServiceModel = { key, protocol: "query", operations: new Map(), errors: new Map() };
  const protocol = key === "sts" ? queryProtocol : createJsonProtocol("1.1");
  return protocol.encodeError(error, { request, service, requestId });
};
