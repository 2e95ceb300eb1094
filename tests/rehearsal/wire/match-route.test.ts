import { expect } from "chai";
import { AwsError } from "../../../rehearsal/region/operation";
import type { WireRequest } from "../../../rehearsal/wire/http-message";
import { matchRoute } from "../../../rehearsal/wire/match-route";
import { loadServiceModel } from "../../../rehearsal/wire/service-model";
import type { ServiceKey } from "../../../rehearsal/wire/services";

const request = (method: string, url: string): WireRequest => {
  const [path = "", query] = url.split("?");
  return { method, path, query: new URLSearchParams(query), headers: {}, body: new Uint8Array() };
};

const route = (service: ServiceKey, method: string, url: string) => {
  const { operation, labels } = matchRoute(loadServiceModel(service), request(method, url));
  return [operation.name, labels];
};

describe("matchRoute", () => {
  for (const [service, method, url, name, labels] of [
    ["s3", "GET", "/a/b%20c/d?x-id=GetObject", "GetObject", { Key: "a/b c/d" }],
    ["s3", "GET", "/?list-type=2&prefix=x", "ListObjectsV2", {}],
    ["s3", "GET", "/?prefix=x", "ListObjects", {}],
    ["s3", "GET", "/?location", "GetBucketLocation", {}],
    ["s3", "DELETE", "/key?x-id=DeleteObject", "DeleteObject", { Key: "key" }],
    ["s3", "PUT", "/key?tagging", "PutObjectTagging", { Key: "key" }],
    [
      "cloudfront-keyvaluestore",
      "GET",
      "/key-value-stores/arn%3Aa%2Fb/keys/k%2F1",
      "GetKey",
      { KvsARN: "arn:a/b", Key: "k/1" },
    ],
    ["cloudfront-keyvaluestore", "GET", "/key-value-stores/x/keys", "ListKeys", { KvsARN: "x" }],
    ["lambda", "POST", "/2015-03-31/functions/drain/invocations", "Invoke", { FunctionName: "drain" }],
  ] as const) {
    it(`takes ${method} ${url} of ${service} for ${name}`, () => {
      expect(route(service, method, url)).to.deep.equal([name, labels]);
    });
  }

  it("matches whole paths alone", () => {
    const path = "/2015-03-31/functions/a/invocations";
    for (const other of [`/x${path}`, `${path}/x`]) {
      expect(() => route("lambda", "POST", other)).to.throw(AwsError, `no operation at POST ${other}`);
    }
  });

  it("never lets a label span segments, and a dot mean anything but a dot", () => {
    expect(() => route("lambda", "POST", "/2015-03-31/functions/a/b/invocations")).to.throw(
      AwsError,
      "no operation at POST",
    );
    expect(() => route("lambda", "POST", "/2015-03-31/functions/a/invocations/")).to.throw(
      AwsError,
      "no operation at POST",
    );
  });
});
