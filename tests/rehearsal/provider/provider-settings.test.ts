import { expect } from "chai";
import { parseProviderSettings } from "../../../rehearsal/provider/provider-settings";

describe("parseProviderSettings", () => {
  it("reads region and default tags, which arrive as JSON", () => {
    const args = { region: "eu-west-1", defaultTags: '{"tags":{"app":"x","size":3}}', endpoints: "[]" };
    expect(parseProviderSettings(args)).to.deep.equal({
      region: "eu-west-1",
      defaultTags: { app: "x", size: "3" },
    });
  });

  it("needs no default tags", () => {
    expect(parseProviderSettings({ region: "eu-west-1" }).defaultTags).to.deep.equal({});
    expect(parseProviderSettings({ region: "eu-west-1", defaultTags: {} }).defaultTags).to.deep.equal({});
  });

  it("says how to set a region that is missing", () => {
    const message = "Missing region configuration: set it with `pulumi config set aws:region <region>`.";
    expect(() => parseProviderSettings({})).to.throw(message);
    expect(() => parseProviderSettings({ region: "" })).to.throw(message);
  });
});
