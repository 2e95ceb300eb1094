import { expect } from "chai";
import type { StateResource } from "../../cli/parse-state";
import { planOrphans } from "../../cli/plan-orphans";

const resource = (name: string, needs: readonly string[] = [], type = "t"): StateResource => ({
  urn: `urn:${name}`,
  type,
  name,
  id: name,
  needs: needs.map((needed) => `urn:${needed}`),
});

const resources = [
  resource("provider", [], "pulumi:providers:aws"),
  resource("gone"),
  resource("gone-too", ["gone"]),
  resource("kept", ["gone", "provider", "kept-too"]),
  resource("kept-too"),
];

const orphansOf = (...declared: string[]) => planOrphans(resources, new Set(declared.map((name) => `urn:${name}`)));

describe("planOrphans", () => {
  it("names what the program lost and what it declares stands on, but no provider", () => {
    expect(orphansOf("kept", "kept-too")).to.deep.equal([{ urn: "urn:gone", neededBy: "urn:kept" }]);
  });

  it("names each resource that stands on a lost one", () => {
    expect(orphansOf("kept", "kept-too", "gone-too")).to.deep.equal([
      { urn: "urn:gone", neededBy: "urn:gone-too" },
      { urn: "urn:gone", neededBy: "urn:kept" },
    ]);
  });

  it("finds none while the program declares all of them", () => {
    expect(orphansOf("gone", "gone-too", "kept", "kept-too")).to.deep.equal([]);
  });

  it("finds none where nothing that is declared stands on what was lost", () => {
    expect(orphansOf("gone")).to.deep.equal([]);
  });
});
