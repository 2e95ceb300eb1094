import { expect } from "chai";
import { planInterruption } from "../../drain/plan-interruption";

const at = Date.parse("2026-11-21T10:00:00Z");
const instanceId = "i-00000000000000001";

describe("planInterruption", () => {
  for (const action of ["terminate", "stop"] as const) {
    it(`drains what AWS will ${action} in two minutes`, () => {
      const plan = planInterruption({ kind: "interruption", instanceId, action, at }, at + 1000);

      expect(plan).to.deep.equal({ kind: "drain", instanceId, deadline: at + 120_000 });
    });
  }

  it("drains what hibernates, whose deadline is the notice itself", () => {
    const plan = planInterruption({ kind: "interruption", instanceId, action: "hibernate", at }, at + 1000);

    expect(plan).to.deep.equal({ kind: "drain", instanceId, deadline: at });
  });

  it("drains up to the deadline and not a moment longer", () => {
    const interruption = { kind: "interruption", instanceId, action: "stop", at } as const;

    expect(planInterruption(interruption, at + 120_000)).to.have.property("kind", "drain");
    expect(planInterruption(interruption, at + 120_001)).to.deep.equal({
      kind: "skip",
      reason: "past-deadline",
      deadline: at + 120_000,
    });
  });
});
