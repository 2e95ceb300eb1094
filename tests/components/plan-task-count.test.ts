import { expect } from "chai";
import { planTaskCount } from "../../components/plan-task-count";

describe("planTaskCount", () => {
  const count = { min: 2, max: 8 };

  for (const [capacity, expected] of [
    ["full", { min: 2, max: 8 }],
    ["min", { min: 2, max: 2 }],
    ["off", { min: 0, max: 0 }],
  ] as const) {
    it(`keeps ${expected.min} to ${expected.max} tasks of 2 to 8 at capacity ${capacity}`, () => {
      expect(planTaskCount(count, capacity)).to.deep.equal(expected);
    });
  }
});
