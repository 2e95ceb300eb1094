import { expect } from "chai";
import { median } from "../../../rehearsal/bench/median";

describe("median", () => {
  it("is the middle value whatever the order", () => {
    expect(median([9, 1, 5])).to.equal(5);
    expect(median([10, 9, 100])).to.equal(10);
  });

  it("is the mean of the two middle values of an even count", () => {
    expect(median([1, 100, 2, 3])).to.equal(2.5);
  });

  it("is refused for no values", () => {
    expect(() => median([])).to.throw(RangeError, "The median of no values is undefined.");
  });
});
