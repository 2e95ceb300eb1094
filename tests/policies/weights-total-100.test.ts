import { expect } from "chai";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { weightsTotal100 } from "../../policies/weights-total-100";
import { resource } from "./facts";

const rule = (...weights: readonly unknown[]) =>
  resource(types.listenerRule, {
    actions: [{ type: "forward", forward: { targetGroups: weights.map((weight) => ({ arn: "arn", weight })) } }],
  });

describe("policy weights-total-100", () => {
  it("is mandatory for rules and listeners", () => {
    expect(weightsTotal100).to.deep.include({
      level: "mandatory",
      types: ["aws:lb/listenerRule:ListenerRule", "aws:lb/listener:Listener"],
    });
  });

  for (const weights of [
    [100, 0],
    [0, 100],
    [25, 75],
    ["40", "60"],
  ]) {
    it(`takes ${weights.join(" + ")}`, () => {
      expect(weightsTotal100.check(rule(...weights))).to.deep.equal([]);
    });
  }

  it("refuses weights that total something else", () => {
    expect(weightsTotal100.check(rule(90, 20))).to.deep.equal([
      "The weights 90 + 20 total 110, allowed: 100. Plan them from activeColor and shift.",
    ]);
  });

  it("refuses a missing weight, even where the rest totals 100", () => {
    expect(weightsTotal100.check(rule(100, undefined))).to.deep.equal([
      "A target group has no weight, which counts as 1: give each an explicit one, 100 in all.",
    ]);
  });

  it("refuses the same in a listener's default action", () => {
    const forward = { targetGroups: [{ weight: 1 }, { weight: 1 }] };
    const listener = resource(types.listener, { defaultActions: [{ type: "forward", forward }] });
    expect(weightsTotal100.check(listener)).to.deep.equal([
      "The weights 1 + 1 total 2, allowed: 100. Plan them from activeColor and shift.",
    ]);
  });

  it("says nothing about other actions, and about weights and groups that aren't known yet", () => {
    const facts = [
      rule(unknownValue, 0),
      rule(),
      resource(types.listenerRule, { actions: unknownValue }),
      resource(types.listenerRule, { actions: [{ type: "forward", forward: { targetGroups: unknownValue } }] }),
      resource(types.listenerRule, { actions: [{ type: "forward", forward: { targetGroups: [unknownValue] } }] }),
      resource(types.listenerRule, { actions: [{ type: "fixed-response" }] }),
    ];
    expect(facts.flatMap((one) => weightsTotal100.check(one))).to.deep.equal([]);
  });
});
