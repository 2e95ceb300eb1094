import { expect } from "chai";
import { readAccessKey } from "../../../rehearsal/wire/read-access-key";

const request = (headers: Readonly<Record<string, string>>, query = "") => ({
  method: "POST",
  path: "/",
  query: new URLSearchParams(query),
  headers,
  body: new Uint8Array(),
});

describe("readAccessKey", () => {
  it("is in the signature's credential scope", () => {
    const authorization = "AWS4-HMAC-SHA256 Credential=task-1/20261121/eu-west-1/sqs/aws4_request, SignedHeaders=host";
    expect(readAccessKey(request({ authorization }))).to.equal("task-1");
  });

  it("is in the query of a presigned request", () => {
    expect(readAccessKey(request({}, "X-Amz-Credential=key/20261121/eu-west-1/s3/aws4_request"))).to.equal("key");
  });

  it("is nobody's where nothing is signed", () => {
    expect(readAccessKey(request({}))).to.equal(undefined);
  });
});
