import { expect } from "chai";
import { createModelClock, modelTime } from "../../rehearsal/model-clock";

describe("the model's clock", () => {
  it("shows the machine's time at its origin, and runs faster from there on", () => {
    const clock = { factor: 10, origin: 1_000_000 };

    expect([1_000_000, 1_000_001, 1_012_000].map((real) => modelTime(clock, real))).to.deep.equal([
      1_000_000, 1_000_010, 1_120_000,
    ]);
  });

  it("is the machine's own at factor 1", () => {
    const before = Date.now();
    expect(createModelClock(1).now()).to.be.within(before, Date.now());
  });
});
