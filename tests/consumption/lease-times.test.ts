import { expect } from "chai";
import { defaultLeaseTimes, requireLeaseTimes } from "../../consumption/lease-times";

describe("requireLeaseTimes", () => {
  it("takes the times of production", () => {
    expect(requireLeaseTimes(defaultLeaseTimes)).to.deep.equal(defaultLeaseTimes);
  });

  for (const [what, change] of [
    ["a lease that ends between two renewals", { lease: 19_999 }],
    ["a time of 0", { look: 0 }],
    ["a time that isn't any", { retry: Number.NaN }],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => requireLeaseTimes({ ...defaultLeaseTimes, ...change })).to.throw(
        /it must be at least renewal \+ retry/,
      );
    });
  }

  it("says how long a lease must be", () => {
    expect(() => requireLeaseTimes({ ...defaultLeaseTimes, lease: 1 })).to.throw(
      "The lease of 1 ms is too short, or a time isn't above 0: it must be at least renewal + retry + poll + 2 x margin = 20000 ms.",
    );
  });
});
