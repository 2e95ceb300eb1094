import { expect } from "chai";
import fc from "fast-check";
import { planNotification } from "../../cutover/plan-notification";
import { planWaysBack } from "../../cutover/plan-way-back";
import { planWeights } from "../../cutover/plan-weights";

describe("planWaysBack", () => {
  it("goes back from a cutover by the colour alone", () => {
    expect(
      planWaysBack({ kind: "cutover", from: "blue", to: "green" }, { activeColor: "green", shift: 0 }),
    ).to.deep.equal([{ goal: "everything on blue", config: { activeColor: "blue" } }]);
  });

  it("goes back from a step of a ramp by the shift alone", () => {
    const before = { blue: 100, green: 0 };
    expect(planWaysBack({ kind: "shift", gaining: "green", before }, { activeColor: "blue", shift: 10 })).to.deep.equal(
      [{ goal: "everything on blue", config: { shift: 0 } }],
    );
  });

  it("sets both keys where both were changed at once", () => {
    const before = { blue: 100, green: 0 };
    expect(
      planWaysBack({ kind: "shift", gaining: "green", before }, { activeColor: "green", shift: 10 }),
    ).to.deep.equal([{ goal: "everything on blue", config: { activeColor: "blue", shift: 0 } }]);
  });

  it("offers the other colour first and the step before second when a ramp has ended", () => {
    const before = { blue: 25, green: 75 };
    expect(planWaysBack({ kind: "settled", to: "green", before }, { activeColor: "green", shift: 0 })).to.deep.equal([
      { goal: "everything on blue", config: { activeColor: "blue" } },
      { goal: "25 % on blue, as before", config: { shift: 25 } },
    ]);
  });

  it("offers nothing where there was nothing before", () => {
    expect(planWaysBack({ kind: "first-deployment" }, { activeColor: "blue", shift: 0 })).to.deep.equal([]);
    expect(planWaysBack({ kind: "unknown-before" }, { activeColor: "blue", shift: 0 })).to.deep.equal([]);
  });

  it("leads to weights that are different, for every change that the config allows", () => {
    const config = fc.record({
      activeColor: fc.constantFrom("blue" as const, "green" as const),
      shift: fc.integer({ min: 0, max: 99 }),
    });
    fc.assert(
      fc.property(config, config, (before, now) => {
        const declare = ({ activeColor, shift }: typeof now) => ({
          ruleArns: {},
          groupArns: {},
          weights: planWeights(activeColor, shift),
        });
        const plan = planNotification({
          operation: "updated",
          previous: declare(before),
          declared: declare(now),
          id: 2,
          hasSlack: true,
        });
        if (plan.kind === "skip") return;
        for (const { config: changes } of planWaysBack(plan.change, now)) {
          expect(declare({ ...now, ...changes }).weights).not.to.deep.equal(declare(now).weights);
        }
      }),
    );
  });
});
