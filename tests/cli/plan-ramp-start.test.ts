import { expect } from "chai";
import { planRampStart, type RampStart, type RampStartFacts } from "../../cli/plan-ramp-start";
import { planWeights } from "../../cutover/plan-weights";
import type { RampNote } from "../../cutover/ramp-note";

const ramp: RampNote = {
  id: "ann 1",
  to: "green",
  steps: [1],
  bakeSeconds: 9,
  percent: 100,
  drivenAt: 0,
  dueAt: 0,
  stalled: null,
};

const startOf = (changes: Partial<RampStartFacts> = {}): RampStart =>
  planRampStart({
    to: "green",
    config: { activeColor: "blue", shift: 0 },
    activeColor: "blue",
    declared: planWeights("blue", 0),
    isAsDeclared: true,
    ramp: undefined,
    ...changes,
  });

const onGreen = { activeColor: "green", declared: planWeights("green", 0) } as const;

describe("planRampStart", () => {
  it("begins at nothing", () => {
    expect(startOf()).to.deep.equal({ kind: "go", percent: 0 });
  });

  it("goes on from the percent that is live", () => {
    expect(startOf({ declared: planWeights("blue", 25) })).to.deep.equal({ kind: "go", percent: 25 });
  });

  it("has nothing to do where the colour has all requests and no ramp is left to be watched", () => {
    expect(startOf(onGreen)).to.deep.equal({ kind: "nothing-to-do" });
    expect(startOf({ ...onGreen, ramp: { ...ramp, to: "blue" } })).to.deep.equal({ kind: "nothing-to-do" });
  });

  it("goes on at 100 where the last step wasn't watched to its end", () => {
    expect(startOf({ ...onGreen, ramp })).to.deep.equal({ kind: "go", percent: 100 });
  });

  it("doesn't begin into a ramp of the other colour", () => {
    expect(startOf({ activeColor: "green", declared: planWeights("green", 10) })).to.deep.equal({
      kind: "other-ramp",
      percent: 10,
    });
  });

  const halfway: readonly (readonly [string, Partial<RampStartFacts>, number])[] = [
    ["a step", { config: { activeColor: "blue", shift: 25 }, declared: planWeights("blue", 1) }, 25],
    ["the last step", { config: { activeColor: "green", shift: 0 }, declared: planWeights("blue", 25) }, 100],
    ["taking back", { declared: planWeights("blue", 25) }, 0],
  ];
  for (const [title, changes, completing] of halfway) {
    it(`completes what the config says where ${title} ended halfway`, () => {
      const start = startOf({ ...changes, isAsDeclared: false });
      expect(start).to.deep.include({ kind: "go", completing });
    });
  }
});
