import { XmlShapeDeserializer } from "@aws-sdk/core/protocols";
import { readOrRefuse } from "./malformed";
import { createRestProtocol } from "./rest";
import { locateS3Bucket } from "./s3-bucket";
import { wrapXml, writeXml, writeXmlText, xmlSettings } from "./write-xml";

/** REST with XML bodies: https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html; errors stand without a wrapper, as S3's do. */
export const restXmlProtocol = createRestProtocol({
  contentType: "application/xml",
  read: (schema, body) => readOrRefuse("The XML body", () => new XmlShapeDeserializer(xmlSettings).read(schema, body)),
  write: writeXml,
  encodeError: ({ code, message }, { requestId }) => ({
    headers: { "content-type": "application/xml" },
    body: wrapXml("Error", [
      writeXmlText("Code", code),
      writeXmlText("Message", message),
      writeXmlText("RequestId", requestId),
    ]),
  }),
  locate: (request, { key }) => (key === "s3" ? locateS3Bucket(request) : { path: request.path, labels: {} }),
});
