import { expect } from "chai";
import { failurePolicies, planBudget } from "../../drain/plan-budget";

describe("planBudget", () => {
  const cases = [
    [-10, "within"],
    [0, "within"],
    [49, "within"],
    [50, "half"],
    [89, "half"],
    [90, "nearly"],
    [99, "nearly"],
    [100, "spent"],
    [500, "spent"],
  ] as const;
  for (const [elapsed, level] of cases) {
    it(`calls ${elapsed} of 100 ${level}`, () => {
      expect(planBudget(elapsed, 100)).to.equal(level);
    });
  }

  it("lets instances go by default", () => {
    expect(failurePolicies).to.deep.equal(["continue", "undo", "retain"]);
  });
});
