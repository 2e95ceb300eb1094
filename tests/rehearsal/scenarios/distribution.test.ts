import { expect } from "chai";
import { distributionOf, distributionText } from "../../../rehearsal/scenarios/distribution";

describe("distributionOf", () => {
  it("gives values that were measured, by nearest rank", () => {
    const values = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect(distributionOf(values)).to.deep.equal({ min: 1, median: 10, p90: 18, max: 20 });
  });

  it("is all one value for one value", () => {
    expect(distributionOf([7])).to.deep.equal({ min: 7, median: 7, p90: 7, max: 7 });
  });

  it("leaves out what wasn't measured, and is nothing where nothing was", () => {
    expect(distributionOf([null, 3, null])).to.deep.equal({ min: 3, median: 3, p90: 3, max: 3 });
    expect([distributionOf([]), distributionOf([null])]).to.deep.equal([null, null]);
  });
});

describe("distributionText", () => {
  it("names each figure", () => {
    expect(distributionText({ min: 1, median: 2, p90: 3, max: 4_000 })).to.equal("min 1, median 2, p90 3, max 4,000");
    expect(distributionText(null)).to.equal("none");
  });
});
