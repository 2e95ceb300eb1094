import { expect } from "chai";
import { instancesRequireImdsv2 } from "../../policies/instances-require-imdsv2";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { resource } from "./facts";

const options = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 };
const check = (metadataOptions: unknown, type: string = types.launchTemplate) =>
  instancesRequireImdsv2.check(resource(type, { metadataOptions }));

describe("policy instances-require-imdsv2", () => {
  it("takes required tokens and one hop, as number and as text", () => {
    expect(check(options)).to.deep.equal([]);
    expect(check({ ...options, httpPutResponseHopLimit: "1" }, types.instance)).to.deep.equal([]);
    expect(instancesRequireImdsv2.level).to.equal("mandatory");
  });

  it("refuses optional tokens", () => {
    expect(check({ ...options, httpTokens: "optional" })).to.deep.equal([
      "metadataOptions.httpTokens: got optional, allowed: required.",
    ]);
  });

  it("refuses a second hop", () => {
    expect(check({ ...options, httpPutResponseHopLimit: 2 })).to.deep.equal([
      "metadataOptions.httpPutResponseHopLimit: got 2, allowed: 1.",
    ]);
  });

  it("refuses no options at all", () => {
    expect(check(undefined)).to.deep.equal([
      "metadataOptions.httpTokens: got nothing, allowed: required.",
      "metadataOptions.httpPutResponseHopLimit: got nothing, allowed: 1.",
    ]);
  });

  it("takes an endpoint that answers nobody", () => {
    expect(check({ httpEndpoint: "disabled" })).to.deep.equal([]);
  });

  it("says nothing about what isn't known yet", () => {
    expect(check(unknownValue)).to.deep.equal([]);
    expect(check({ ...options, httpTokens: unknownValue })).to.deep.equal([]);
  });
});
