import { expect } from "chai";
import { findOperation, loadServiceModel } from "../../../rehearsal/wire/service-model";
import { writeBindings } from "../../../rehearsal/wire/write-bindings";
import { writeXml } from "../../../rehearsal/wire/write-xml";

const format = {
  contentType: "application/xml",
  read: () => ({}),
  write: writeXml,
  encodeError: () => ({ headers: {}, body: "" }),
};

describe("writeBindings", () => {
  it("writes each member once: to its header, or to the body under the root that the model names", () => {
    const operation = findOperation(loadServiceModel("s3"), "ListObjectsV2");
    const output = { Name: "site", KeyCount: 0, Contents: [], RequestCharged: "requester", Prefix: undefined };
    expect(writeBindings(output, operation, format)).to.deep.equal({
      statusCode: 200,
      headers: { "content-type": "application/xml", "x-amz-request-charged": "requester" },
      body: "<ListBucketResult><Name>site</Name><KeyCount>0</KeyCount></ListBucketResult>",
    });
  });

  it("writes no body where every member has another place", () => {
    const operation = findOperation(loadServiceModel("s3"), "DeleteObject");
    expect(writeBindings({ DeleteMarker: true }, operation, format)).to.deep.equal({
      statusCode: 204,
      headers: { "x-amz-delete-marker": "true" },
      body: "",
    });
  });

  it("writes a structured payload as a document and names no type for bytes", () => {
    const status = findOperation(loadServiceModel("s3"), "GetBucketPolicyStatus");
    expect(writeBindings({ PolicyStatus: { IsPublic: false } }, status, format)).to.deep.equal({
      statusCode: 200,
      headers: { "content-type": "application/xml" },
      body: "<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>",
    });
    const object = findOperation(loadServiceModel("s3"), "GetObject");
    expect(writeBindings({ Body: "x" }, object, format)).to.deep.equal({ statusCode: 200, headers: {}, body: "x" });
  });

  it("refuses a payload that is neither text nor bytes", () => {
    const operation = findOperation(loadServiceModel("s3"), "GetObject");
    expect(() => writeBindings({ Body: 5 }, operation, format)).to.throw(
      TypeError,
      "Body must be a string or bytes, not number.",
    );
  });
});
