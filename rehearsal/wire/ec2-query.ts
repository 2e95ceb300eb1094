import { deriveSchema } from "./derive-schema";
import type { Protocol } from "./protocol";
import { decodeForm, xmlHeaders } from "./query";
import type { FormNames } from "./read-form";
import { wrapXml, writeXml, writeXmlText } from "./write-xml";

const names: FormNames = {
  member: (memberName, schema) => {
    const { ec2QueryName, xmlName } = schema.getMergedTraits();
    return typeof ec2QueryName === "string" ? ec2QueryName : (xmlName ?? memberName);
  },
  isFlat: () => true,
};

/** EC2's dialect of the query protocol: https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html. */
export const ec2QueryProtocol: Protocol = {
  decode: (request, service) => decodeForm(request, service, names),
  encode: (output, { name, output: schema }, { requestId }) => {
    const root = `${name}Response`;
    const requestIdElement = writeXmlText("requestId", requestId);
    const body = schema.isUnitSchema()
      ? wrapXml(root, [requestIdElement])
      : insertFirst(writeXml(deriveSchema(schema, { name: root }), output), root, requestIdElement);
    return { statusCode: 200, headers: xmlHeaders(requestId), body };
  },
  encodeError: (error, { requestId }) => ({
    statusCode: error.statusCode,
    headers: xmlHeaders(requestId),
    body: wrapXml("Response", [
      wrapXml("Errors", [wrapXml("Error", [writeXmlText("Code", error.code), writeXmlText("Message", error.message)])]),
      writeXmlText("RequestID", requestId),
    ]),
  }),
};

/** Puts an element in front of the others: the root is written without attributes, so its tag's length is known. */
const insertFirst = (xml: string, root: string, element: string): string =>
  xml === `<${root}/>` ? wrapXml(root, [element]) : `<${root}>${element}${xml.slice(root.length + 2)}`;
