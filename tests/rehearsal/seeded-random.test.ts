import { expect } from "chai";
import { seededRandom } from "../../rehearsal/seeded-random";

const draw = (seed: number, count: number): readonly number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

describe("seededRandom", () => {
  it("draws the same numbers for the same seed, others for another", () => {
    expect(draw(1, 100)).to.deep.equal(draw(1, 100));
    expect(draw(1, 100)).not.to.deep.equal(draw(2, 100));
  });

  it("draws evenly from 0 to 1, without 1", () => {
    const numbers = draw(7, 20_000);
    const shares = [0, 0.25, 0.5, 0.75].map((from) => numbers.filter((one) => one >= from && one < from + 0.25).length);

    expect(numbers.filter((one) => one < 0 || one >= 1)).to.deep.equal([]);
    for (const share of shares) expect(share / 20_000).to.be.closeTo(0.25, 0.02);
  });
});
