import { expect } from "chai";
import { ResourceRegistry } from "../../../rehearsal/provider/resource-registry";

describe("ResourceRegistry", () => {
  it("counts what exists by kind", () => {
    const registry = new ResourceRegistry();
    registry.add("urn:a", "1", "live");
    registry.add("urn:b", "2", "recorded");
    registry.add("urn:c", "3", "recorded");
    registry.remove("urn:b", "2");
    expect(registry.counts()).to.deep.equal({ live: 1, recorded: 1, urns: { live: ["urn:a"], recorded: ["urn:c"] } });
  });

  it("tells the old and the new resource of a replacement apart", () => {
    const registry = new ResourceRegistry();
    registry.add("urn:a", "old", "live");
    registry.add("urn:a", "new", "live");
    registry.remove("urn:a", "old");
    expect(registry.counts().live).to.equal(1);
  });

  it("has nothing at first, and forgets without complaint what it doesn't know", () => {
    const registry = new ResourceRegistry();
    registry.remove("urn:a", "1");
    expect(registry.counts()).to.deep.equal({ live: 0, recorded: 0, urns: { live: [], recorded: [] } });
  });
});
