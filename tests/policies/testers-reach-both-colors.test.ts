import { expect } from "chai";
import { unknownValue } from "../../policies/pack/known-values";
import type { StackResource, Values } from "../../policies/pack/policy";
import { types } from "../../policies/pack/resource-types";
import { testersReachBothColors } from "../../policies/testers-reach-both-colors";
import { changed, member } from "./facts";

const forward = (blue: unknown, green: unknown, arns: readonly unknown[] = ["arn:blue", "arn:green"]): Values => ({
  type: "forward",
  forward: {
    targetGroups: [
      { arn: arns[0], weight: blue },
      { arn: arns[1], weight: green },
    ],
  },
});
const path = { pathPattern: { values: ["/*"] } };
const header = (color: string): Values => ({ httpHeader: { httpHeaderName: "x-switchyard-color", values: [color] } });
const listener = member(types.listener, "http");
const rule = (name: string, props: Values): StackResource =>
  member(types.listenerRule, name, { props, references: { listenerArn: listener } });

const blue = rule("web-blue", { priority: 10, conditions: [header("blue"), path], actions: [forward(100, 0)] });
const green = rule("web-green", { priority: 11, conditions: [header("green"), path], actions: [forward(0, 100)] });
const weighted = rule("web-weighted", { priority: 12, conditions: [path], actions: [forward(75, 25)] });

const check = (...resources: readonly StackResource[]) => testersReachBothColors.check([listener, ...resources]);
const violation = (message: string) => [{ urn: weighted.urn, message }];
const missing = (color: string): string =>
  `No static rule before this one leads testers to ${color}. ` +
  `Add one with the same path and a header condition "${color}", and all weight on ${color}'s target group.`;
const spread = "A static rule spreads testers over several target groups, allowed: weight 100 for its own colour.";
const alike = "The static rules lead testers of all colours to one target group, allowed: each to its own colour.";

describe("policy testers-reach-both-colors", () => {
  it("takes a weighted rule with a static one for each colour before it", () => {
    expect(check(blue, green, weighted)).to.deep.equal([]);
    expect(testersReachBothColors.level).to.equal("mandatory");
  });

  it("refuses a missing static rule", () => {
    expect(check(blue, weighted)).to.deep.equal(violation(missing("green")));
    expect(check(green, weighted)).to.deep.equal(violation(missing("blue")));
    expect(check(weighted)).to.deep.equal([missing("blue"), missing("green")].flatMap(violation));
  });

  it("refuses a static rule for other paths", () => {
    const elsewhere = changed(green, { conditions: [header("green"), { pathPattern: { values: ["/api/*"] } }] });
    expect(check(blue, elsewhere, weighted)).to.deep.equal(violation(missing("green")));
  });

  it("refuses a static rule on another listener", () => {
    const other = { ...green, references: { listenerArn: ["urn:other"] } };
    expect(check(blue, other, weighted)).to.deep.equal(violation(missing("green")));
  });

  it("refuses a static rule behind the weighted one", () => {
    expect(check(blue, changed(green, { priority: 13 }), weighted)).to.deep.equal(violation(missing("green")));
  });

  it("refuses a static rule that leads to both groups, or to none", () => {
    for (const [one, other] of [
      [50, 50],
      [0, 0],
    ])
      expect(check(blue, changed(green, { actions: [forward(one, other)] }), weighted)).to.deep.equal(
        violation(spread),
      );
  });

  it("refuses static rules that lead to the same group, by ARN and by place", () => {
    expect(check(blue, changed(green, { actions: [forward(100, 0)] }), weighted)).to.deep.equal(violation(alike));
    const crossed = changed(green, { actions: [forward(0, 100, ["arn:green", "arn:blue"])] });
    expect(check(blue, crossed, weighted)).to.deep.equal(violation(alike));
    const unknownArns = [unknownValue, unknownValue];
    const previewed = [blue, green].map((one) => changed(one, { actions: [forward(100, 0, unknownArns)] }));
    expect(check(...previewed, weighted)).to.deep.equal(violation(alike));
  });

  it("says nothing about weights and groups that aren't known yet", () => {
    const unknownArns = [unknownValue, unknownValue];
    const previewed = [
      changed(blue, { actions: [forward(100, 0, unknownArns)] }),
      changed(green, { actions: [forward(0, 100, unknownArns)] }),
    ];
    expect(check(...previewed, weighted)).to.deep.equal([]);
    const unknownGroups = { type: "forward", forward: { targetGroups: unknownValue } };
    for (const action of [forward(unknownValue, 0), unknownGroups])
      expect(check(blue, changed(green, { actions: [action] }), weighted)).to.deep.equal([]);
  });

  it("says nothing about rules that don't forward, and about other resources", () => {
    const redirect = rule("redirect", { conditions: [path], actions: [{ type: "redirect" }] });
    expect(check(redirect, member("aws:s3/bucket:Bucket", "files"))).to.deep.equal([]);
  });

  it("takes other colours from the config", () => {
    const found = testersReachBothColors.check([blue, green, weighted], { colors: ["blue", "red"] });
    expect(found).to.deep.equal(violation(missing("red")));
  });
});
