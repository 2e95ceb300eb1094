import { createJsonBody } from "./json-body";
import { createRestProtocol } from "./rest";

const json = createJsonBody({ jsonName: true });

/** REST with JSON bodies: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html. */
export const restJsonProtocol = createRestProtocol({
  contentType: "application/json",
  read: json.read,
  write: json.write,
  encodeError: ({ code, message }) => ({
    headers: { "content-type": "application/json", "x-amzn-errortype": code },
    body: JSON.stringify({ message, Message: message }),
  }),
});
