import type { AwsError } from "../region/operation";
import { deriveSchema } from "./derive-schema";
import { parseFormTree } from "./form-tree";
import type { WireRequest } from "./http-message";
import { malformed } from "./malformed";
import type { Answering, Decoded, Protocol } from "./protocol";
import { type FormNames, readForm } from "./read-form";
import { findOperation, type OperationModel, type ServiceModel } from "./service-model";
import { wrapXml, writeXml, writeXmlText } from "./write-xml";

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
    body: wrapXml(`${operation.name}Response`, [
      ...writeResult(operation, output),
      `<ResponseMetadata>${writeXmlText("RequestId", requestId)}</ResponseMetadata>`,
    ]),
  }),
  encodeError: (error, answering) => {
    const statusCode = statusOf(error, answering);
    const details = wrapXml("Error", [
      writeXmlText("Type", statusCode < 500 ? "Sender" : "Receiver"),
      writeXmlText("Code", queryErrorCode(error, answering)),
      writeXmlText("Message", error.message),
    ]);
    const body = wrapXml("ErrorResponse", [details, writeXmlText("RequestId", answering.requestId)]);
    return { statusCode, headers: xmlHeaders(answering.requestId), body };
  },
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

/** On the wire stands the query protocol's own code (`RuleNotFound`), not the exception's class. */
const queryErrorCode = (error: AwsError, { service }: Answering): string =>
  service.errors.get(error.code)?.query?.[0] ?? error.code;

/** 400 is what an {@link AwsError} has when nobody chose a status, so the model's own goes first there. */
const statusOf = ({ code, statusCode }: AwsError, { service }: Answering): number =>
  statusCode === 400 ? (service.errors.get(code)?.query?.[1] ?? 400) : statusCode;

const writeResult = ({ name, output: schema }: OperationModel, output: object): string[] =>
  schema.isUnitSchema() ? [] : [writeXml(deriveSchema(schema, { name: `${name}Result` }), output)];
