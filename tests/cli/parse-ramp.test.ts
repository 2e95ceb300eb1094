import { expect } from "chai";
import { parseRamp } from "../../cli/parse-ramp";

describe("parseRamp", () => {
  it("is no ramp without steps", () => {
    expect(parseRamp({})).to.deep.equal({});
  });

  it("reads steps with or without the 100 that follows anyway", () => {
    expect(parseRamp({ steps: "1,25,100", bake: "60" })).to.deep.equal({ ramp: { steps: [1, 25], bakeSeconds: 60 } });
    expect(parseRamp({ steps: "10" })).to.deep.equal({ ramp: { steps: [10], bakeSeconds: 300 } });
    expect(parseRamp({ steps: "1, 99", bake: "86400" })).to.deep.equal({
      ramp: { steps: [1, 99], bakeSeconds: 86_400 },
    });
  });

  for (const steps of ["", "0,50", "25,1", "25,25", "1,101", "100", "1,,25", "1.5", "-1", "half", "1,25,100,100"]) {
    it(`refuses the steps ${JSON.stringify(steps)} with what is allowed`, () => {
      expect(() => parseRamp({ steps })).to.throw(
        `Got --steps ${JSON.stringify(steps)}. Allowed: rising whole percents that begin below 100, for example 1,25,100 (the 100 may be left out).`,
      );
    });
  }

  for (const bake of ["", "0", "1.5", "-1", "86401", "5m"]) {
    it(`refuses to bake for ${JSON.stringify(bake)}`, () => {
      expect(() => parseRamp({ steps: "1", bake })).to.throw(
        `Got --bake ${JSON.stringify(bake)}. Allowed: whole seconds from 1 to 86400.`,
      );
    });
  }

  it("refuses to bake what isn't a ramp", () => {
    expect(() => parseRamp({ bake: "60" })).to.throw(
      'Got --bake "60" without --steps. Allowed: both, for example --steps 1,25,100.',
    );
  });
});
