import type { NormalizedSchema } from "@smithy/core/schema";
import type { AwsError } from "../region/operation";
import { deriveSchema } from "./derive-schema";
import { parseFormTree } from "./form-tree";
import type { WireRequest } from "./http-message";
import { malformed } from "./malformed";
import type { Answering, Decoded, Protocol } from "./protocol";
import { type FormNames, readForm } from "./read-form";
import { findOperation, type OperationModel, type ServiceModel } from "./service-model";
import { writeXml, writeXmlText } from "./write-xml";

const names: FormNames = {
  member: (memberName, schema) => schema.getMergedTraits().xmlName ?? memberName,
  isFlat: (list) => Boolean(list.getMergedTraits().xmlFlattened),
};

/** The query protocol: a form to the service, XML back: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html. */
export const queryProtocol: Protocol = {
  decode: (request, service) => decodeForm(request, service, names),
  encode: (output, operation, { requestId }) => ({
    statusCode: 200,
    headers: xmlHeaders(requestId),
    body: wrap(`${operation.name}Response`, [
      ...writeResult(operation, output),
      `<ResponseMetadata>${writeXmlText("RequestId", requestId)}</ResponseMetadata>`,
    ]),
  }),
  encodeError: (error, answering) => ({
    statusCode: error.statusCode,
    headers: xmlHeaders(answering.requestId),
    body: wrap("ErrorResponse", [
      wrap("Error", [
        writeXmlText("Type", error.statusCode < 500 ? "Sender" : "Receiver"),
        writeXmlText("Code", queryErrorCode(error, answering)),
        writeXmlText("Message", error.message),
      ]),
      writeXmlText("RequestId", answering.requestId),
    ]),
  }),
};

/** Reads a form body (or the query of a GET, which AWS takes as well) under the field names of one of the query protocols. */
export const decodeForm = (request: WireRequest, service: ServiceModel, formNames: FormNames): Decoded => {
  const fields = new URLSearchParams(Buffer.from(request.body).toString("utf8"));
  for (const [name, value] of request.query) fields.append(name, value);
  const action = fields.get("Action");
  if (action === null) throw malformed(`The request to ${service.key} has no field Action.`);
  const operation = findOperation(service, action);
  const { input } = operation;
  return { operation, input: input.isUnitSchema() ? {} : readForm(input, parseFormTree(fields), formNames) };
};

/** Headers of an XML answer. */
export const xmlHeaders = (requestId: string): Readonly<Record<string, string>> => ({
  "content-type": "text/xml",
  "x-amzn-requestid": requestId,
});

/** An element around others. */
export const wrap = (name: string, children: readonly string[]): string => `<${name}>${children.join("")}</${name}>`;

/** On the wire stands the query protocol's own code (`RuleNotFound`), not the exception's class. */
const queryErrorCode = (error: AwsError, { service }: Answering): string =>
  service.errors.get(error.code)?.query?.[0] ?? error.code;

const resultSchemas = new WeakMap<OperationModel, NormalizedSchema>();

const writeResult = (operation: OperationModel, output: object): string[] => {
  if (operation.output.isUnitSchema()) return [];
  const schema = resultSchemas.get(operation) ?? deriveSchema(operation.output, { name: `${operation.name}Result` });
  resultSchemas.set(operation, schema);
  return [writeXml(schema, output)];
};
