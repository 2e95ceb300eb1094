import { expect } from "chai";
import { forwardsPinNobody } from "../../policies/forwards-pin-nobody";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { resource } from "./facts";

const rule = (stickiness?: unknown) =>
  resource(types.listenerRule, {
    actions: [{ type: "forward", forward: { targetGroups: [], ...(stickiness === undefined ? {} : { stickiness }) } }],
  });

const problem = (seconds: number, allowed: string): string =>
  `Keeps clients on a target group for ${seconds} s, allowed: ${allowed}. Leave \`stickiness\` out: ` +
  "a weight of 0 or a taken-back ramp doesn't reach a client with such a cookie.";

describe("policy forwards-pin-nobody", () => {
  it("takes rules without stickiness, or with it switched off", () => {
    const rules = [rule(), rule({ enabled: false, duration: 3600 }), rule({ duration: 3600 }), rule(unknownValue)];
    const short = resource(types.listenerRule, { actions: [{ type: "forward", targetGroupArn: "arn:blue" }] });
    expect([...rules, short].flatMap((one) => forwardsPinNobody.check(one))).to.deep.equal([]);
    expect(forwardsPinNobody.level).to.equal("mandatory");
  });

  it("refuses a rule that pins clients, however the flag is written or not yet known", () => {
    for (const enabled of [true, "true", unknownValue])
      expect(forwardsPinNobody.check(rule({ enabled, duration: 1 }))).to.deep.equal([problem(1, "none")]);
  });

  it("says nothing about a duration that isn't known yet", () => {
    expect(forwardsPinNobody.check(rule({ enabled: true, duration: unknownValue }))).to.deep.equal([]);
    expect(forwardsPinNobody.check(rule({ enabled: true }))).to.deep.equal([]);
  });

  it("takes a bound from the config", () => {
    const config = { longestSeconds: 60 };
    expect(forwardsPinNobody.check(rule({ enabled: true, duration: 60 }), config)).to.deep.equal([]);
    expect(forwardsPinNobody.check(rule({ enabled: true, duration: 61 }), config)).to.deep.equal([
      problem(61, "60 s at most"),
    ]);
  });
});
