import { expect } from "chai";
import { forwardsNameBothColors } from "../../policies/forwards-name-both-colors";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { resource } from "./facts";

const rule = (...arns: readonly unknown[]) =>
  resource(types.listenerRule, {
    actions: [{ type: "forward", forward: { targetGroups: arns.map((arn) => ({ arn, weight: 0 })) } }],
  });

const tooFew = (count: number): string =>
  `Forwards to ${count} target group(s), allowed: two, blue's and green's. ` +
  "Name the standby's too, with weight 0: a group without a rule is never health-checked.";

describe("policy forwards-name-both-colors", () => {
  it("takes two groups, whether their ARNs are known or not", () => {
    const rules = [rule("arn:blue", "arn:green"), rule(unknownValue, unknownValue)];
    expect(rules.flatMap((one) => forwardsNameBothColors.check(one))).to.deep.equal([]);
    expect(forwardsNameBothColors.level).to.equal("mandatory");
  });

  it("refuses one group, in the long form and in the short one", () => {
    expect(forwardsNameBothColors.check(rule("arn:blue"))).to.deep.equal([tooFew(1)]);
    const short = resource(types.listenerRule, { actions: [{ type: "forward", targetGroupArn: "arn:blue" }] });
    expect(forwardsNameBothColors.check(short)).to.deep.equal([tooFew(1)]);
  });

  it("refuses a third group", () => {
    expect(forwardsNameBothColors.check(rule("arn:blue", "arn:green", "arn:red"))).to.deep.equal([tooFew(3)]);
  });

  it("refuses the same group twice", () => {
    expect(forwardsNameBothColors.check(rule("arn:blue", "arn:blue"))).to.deep.equal([
      "Names arn:blue twice, allowed: one target group for each colour.",
    ]);
  });

  it("says nothing about groups that aren't known yet, and about other actions", () => {
    const unknownGroups = { type: "forward", forward: { targetGroups: unknownValue } };
    const facts = [unknownGroups, { type: "redirect" }].map((action) =>
      resource(types.listenerRule, { actions: [action] }),
    );
    expect(facts.flatMap((one) => forwardsNameBothColors.check(one))).to.deep.equal([]);
  });
});
