import { expect } from "chai";
import { type LockedPackage, planLicenses } from "../../../tools/supply-chain/plan-licenses";

const locked = (name: string, license: string | undefined, isForDevelopment = false): LockedPackage => ({
  name,
  version: "1.0.0",
  license,
  isForDevelopment,
});

describe("planLicenses", () => {
  it("groups packages by licence, the most frequent first, those of the program apart from tools", () => {
    const packages = [locked("b", "MIT", true), locked("c", "ISC"), locked("d", "MIT"), locked("a", "MIT", true)];

    expect(planLicenses(packages, new Set(["MIT", "ISC"]))).to.deep.equal({
      kind: "allowed",
      groups: [
        { license: "MIT", runtime: ["d@1.0.0"], development: ["a@1.0.0", "b@1.0.0"] },
        { license: "ISC", runtime: ["c@1.0.0"], development: [] },
      ],
    });
  });

  it("refuses every package whose licence nobody has allowed, and every one without", () => {
    const packages = [locked("a", "MIT"), locked("b", "SSPL-1.0"), locked("c", undefined)];

    expect(planLicenses(packages, new Set(["MIT"]))).to.deep.equal({
      kind: "refused",
      refusals: [
        { name: "b@1.0.0 (SSPL-1.0)", reason: "not-allowed" },
        { name: "c@1.0.0", reason: "no-license" },
      ],
    });
  });
});
