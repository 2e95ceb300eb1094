import { expect } from "chai";
import fc from "fast-check";
import { defaultRuleSlot, lastRuleSlot, planRulePriorities } from "../../components/plan-rule-priorities";

const paths = fc.string({ minLength: 1, maxLength: 127 }).map((rest) => `/${rest}`);

describe("planRulePriorities", () => {
  it("lets testers come before everybody else", () => {
    expect(planRulePriorities(7)).to.deep.equal({ blue: 70, green: 71, weighted: 72 });
  });

  it("never lets two slots share a priority, nor leaves what a listener takes", () => {
    const slots = fc.integer({ min: 1, max: lastRuleSlot });
    fc.assert(
      fc.property(slots, slots, (one, other) => {
        const [first, second] = [one, other].map((slot) => Object.values(planRulePriorities(slot)));
        for (const priority of first ?? []) {
          expect(priority).to.be.within(1, 50_000);
          if (one !== other) expect(second).not.to.include(priority);
        }
      }),
    );
  });
});

describe("defaultRuleSlot", () => {
  it("is the same on every run and on every machine", () => {
    expect(defaultRuleSlot("api", "/api/*")).to.equal(984);
    expect(defaultRuleSlot("web", "/")).to.equal(1018);
  });

  it("puts the path that matches everything behind all others", () => {
    expect(defaultRuleSlot("web", "/*")).to.equal(lastRuleSlot);
    fc.assert(
      fc.property(fc.string(), paths, (name, path) => {
        fc.pre(path !== "/*");
        expect(defaultRuleSlot(name, path)).to.be.within(1, lastRuleSlot - 1);
      }),
    );
  });

  it("puts the longer path first, whatever the services are called", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), paths, paths, (name, otherName, path, otherPath) => {
        fc.pre(path.length > otherPath.length);
        expect(defaultRuleSlot(name, path)).to.be.below(defaultRuleSlot(otherName, otherPath));
      }),
    );
  });
});
