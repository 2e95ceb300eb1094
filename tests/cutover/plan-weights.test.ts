import { expect } from "chai";
import fc from "fast-check";
import { colors, otherColor, planWeights } from "../../cutover/plan-weights";

describe("planWeights", () => {
  it("gives everything to the active colour and an explicit 0 to the standby", () => {
    expect(planWeights("blue", 0)).to.deep.equal({ blue: 100, green: 0 });
    expect(planWeights("green", 0)).to.deep.equal({ blue: 0, green: 100 });
  });

  it("leads the shift to the standby, whichever colour that is", () => {
    expect(planWeights("blue", 10)).to.deep.equal({ blue: 90, green: 10 });
    expect(planWeights("green", 10)).to.deep.equal({ blue: 10, green: 90 });
  });

  it("names both colours with integers that sum to 100, for every colour and shift", () => {
    fc.assert(
      fc.property(fc.constantFrom(...colors), fc.integer({ min: 0, max: 99 }), (activeColor, shift) => {
        const weights = planWeights(activeColor, shift);
        expect(Object.keys(weights).sort()).to.deep.equal(["blue", "green"]);
        expect(weights.blue + weights.green).to.equal(100);
        expect(weights[otherColor(activeColor)]).to.equal(shift);
        expect(weights[activeColor]).to.be.greaterThan(0);
      }),
    );
  });
});
