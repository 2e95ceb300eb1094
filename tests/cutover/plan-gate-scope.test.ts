import { expect } from "chai";
import { type GateScope, planGateScope } from "../../cutover/plan-gate-scope";
import { type Color, planWeights, type Weights } from "../../cutover/plan-weights";

const onBlue = planWeights("blue", 0);
const onGreen = planWeights("green", 0);
const gains = (gaining: Color, isReturn: boolean): GateScope => ({ kind: "gains", gaining, isReturn });

describe("planGateScope", () => {
  const cases: readonly (readonly [string, Weights, Weights, Color | undefined, GateScope])[] = [
    ["a flip asks the standby", onBlue, onGreen, "blue", gains("green", false)],
    ["a rollback asks the colour that comes back", onGreen, onBlue, "green", gains("blue", false)],
    ["a ramp's first step asks the standby", onBlue, planWeights("blue", 1), "blue", gains("green", false)],
    ["a further step asks it again", planWeights("blue", 25), planWeights("blue", 75), "blue", gains("green", false)],
    ["the end of a ramp asks it again", planWeights("blue", 75), onGreen, "blue", gains("green", false)],
    ["a ramp that is taken back is a return", planWeights("blue", 25), onBlue, "blue", gains("blue", true)],
    ["also from past its middle", planWeights("blue", 75), onBlue, "blue", gains("blue", true)],
    ["also by a part", planWeights("green", 75), planWeights("green", 25), "green", gains("green", true)],
    [
      "where nobody knows who was active nothing is a return",
      planWeights("blue", 25),
      onBlue,
      undefined,
      gains("blue", false),
    ],
    ["an active colour that somebody took all from must prove itself", onGreen, onBlue, "blue", gains("blue", false)],
    ["a rule that is there already asks nobody", onGreen, onGreen, "blue", { kind: "nothing-gains" }],
    [
      "other numbers for the same shares ask nobody",
      { blue: 999, green: 0 },
      onBlue,
      "blue",
      { kind: "nothing-gains" },
    ],
    [
      "a rule without weights asks the colour that gets some",
      { blue: 0, green: 0 },
      onGreen,
      "green",
      gains("green", false),
    ],
  ];
  for (const [title, live, wanted, activeBefore, expected] of cases) {
    it(title, () => {
      expect(planGateScope(live, wanted, activeBefore)).to.deep.equal(expected);
    });
  }
});
