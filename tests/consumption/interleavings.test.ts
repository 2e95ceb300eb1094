import { expect } from "chai";
import { ConsumptionModel, type ModelResult } from "./consumption-model";

/** Mulberry32: small, even and repeatable. */
const seeded = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

describe("consumption", function () {
  this.timeout(60_000);

  it("loses nothing, repeats no effect and receives in one colour only, in 1,000 interleavings", async () => {
    const total: Record<keyof ModelResult, number> = {
      lost: 0,
      effectsTwice: 0,
      overlaps: 0,
      strayEffects: 0,
      receives: 0,
      flips: 0,
      crashes: 0,
      handovers: 0,
    };
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const result = await new ConsumptionModel(seeded(seed), 20).run();
      if (result.lost + result.effectsTwice + result.overlaps + result.strayEffects > 0)
        expect.fail(`seed ${seed}: ${JSON.stringify(result)}`);
      for (const key of Object.keys(total) as (keyof ModelResult)[]) total[key] += result[key];
    }
    const { lost, effectsTwice, overlaps, strayEffects, ...seen } = total;
    expect([lost, effectsTwice, overlaps, strayEffects]).to.deep.equal([0, 0, 0, 0]);
    // Otherwise the runs would prove nothing.
    expect(seen.flips).to.be.above(5_000);
    expect(seen.crashes).to.be.above(2_000);
    expect(seen.handovers).to.be.above(2_000);
    expect(seen.receives).to.be.above(10_000);
  });
});
