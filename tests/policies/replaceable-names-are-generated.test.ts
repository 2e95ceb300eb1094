import { expect } from "chai";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { replaceableNamesAreGenerated } from "../../policies/replaceable-names-are-generated";
import { resource } from "./facts";

const check = (type: string, props: Readonly<Record<string, unknown>>, name = "web-blue") =>
  replaceableNamesAreGenerated.check(resource(type, props, { name }));

const fixed = (property: string, name: string): string =>
  `${property} is fixed to "${name}", allowed: none, so that Pulumi adds seven random digits. ` +
  "A replacement could not be created beside the old one.";

describe("policy replaceable-names-are-generated", () => {
  it("takes the names that Pulumi makes", () => {
    expect(check(types.targetGroup, { name: "web-blue-0a1b2c3" })).to.deep.equal([]);
    expect(check(types.queue, { name: "Jobs-0a1b2c3.fifo" }, "Jobs")).to.deep.equal([]);
    expect(check(types.bucket, { bucket: "files-0a1b2c3" }, "Files")).to.deep.equal([]);
    expect(replaceableNamesAreGenerated.level).to.equal("mandatory");
  });

  it("takes names that the provider makes, or that aren't known", () => {
    expect(check(types.loadBalancer, { name: "web-202611210000", namePrefix: "web-" })).to.deep.equal([]);
    expect(check(types.service, {})).to.deep.equal([]);
    expect(check(types.service, { name: unknownValue })).to.deep.equal([]);
  });

  for (const name of ["web", "web-blue", "web-blue-v2", "web-blue-0A1B2C3", "api-0a1b2c3", "web-blue-0a1b2c3d"]) {
    it(`refuses the fixed name ${name}`, () => {
      expect(check(types.targetGroup, { name })).to.deep.equal([fixed("name", name)]);
    });
  }

  it("refuses a bucket's fixed name", () => {
    expect(check(types.bucket, { bucket: "files" }, "files")).to.deep.equal([fixed("bucket", "files")]);
  });

  it("takes exceptions by their logical name", () => {
    const facts = resource(types.service, { name: "legacy" }, { name: "old" });
    expect(replaceableNamesAreGenerated.check(facts, { exceptions: ["old"] })).to.deep.equal([]);
    expect(replaceableNamesAreGenerated.check(facts, { exceptions: ["new"] })).to.deep.equal([fixed("name", "legacy")]);
  });
});
