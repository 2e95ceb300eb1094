import { expect } from "chai";
import { planFingerprint } from "../../cutover/plan-fingerprint";

describe("planFingerprint", () => {
  // The first three are the test vectors of the algorithm's authors; the last has leading zeros.
  for (const [text, digits] of [
    ["", "811c9dc5"],
    ["a", "e40c292c"],
    ["foobar", "bf9cf968"],
    ["v629", "0000e35c"],
  ] as const) {
    it(`gives ${digits} for ${JSON.stringify(text)}`, () => {
      expect(planFingerprint(text)).to.equal(digits);
    });
  }
});
