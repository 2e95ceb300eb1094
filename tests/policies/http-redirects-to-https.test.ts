import { expect } from "chai";
import { httpRedirectsToHttps } from "../../policies/http-redirects-to-https";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { changed, member } from "./facts";

const loadBalancer = member(types.loadBalancer, "edge");
const listener = (name: string, protocol: string, action: object) =>
  member(types.listener, name, {
    props: { protocol, defaultActions: [action] },
    references: { loadBalancerArn: loadBalancer },
  });
const https = listener("https", "HTTPS", { type: "forward" });
const http = listener("http", "HTTP", { type: "redirect", redirect: { protocol: "HTTPS", port: "443" } });
const violation = [
  {
    urn: http.urn,
    message: "Answers over plain HTTP beside an HTTPS listener, allowed: a redirect to HTTPS as its only action.",
  },
];

describe("policy http-redirects-to-https", () => {
  it("takes a redirect beside an HTTPS listener", () => {
    expect(httpRedirectsToHttps.check([https, http])).to.deep.equal([]);
    expect(httpRedirectsToHttps.level).to.equal("mandatory");
  });

  it("refuses any other action there", () => {
    for (const action of [{ type: "forward" }, { type: "redirect", redirect: { protocol: "HTTP" } }])
      expect(httpRedirectsToHttps.check([https, changed(http, { defaultActions: [action] })])).to.deep.equal(violation);
  });

  it("takes plain HTTP alone, and beside the HTTPS of another load balancer", () => {
    const plain = changed(http, { defaultActions: [{ type: "forward" }] });
    expect(httpRedirectsToHttps.check([plain])).to.deep.equal([]);
    expect(httpRedirectsToHttps.check([changed(https, { loadBalancerArn: "arn:other" }), plain])).to.deep.equal([]);
  });

  it("says nothing about actions that aren't known yet", () => {
    expect(httpRedirectsToHttps.check([https, changed(http, { defaultActions: unknownValue })])).to.deep.equal([]);
  });
});
