import { expect } from "chai";
import { keepsLimits } from "../../../rehearsal/bench/benchmark";
import { drainCalls } from "../../../rehearsal/bench/drain-calls";
import { DrainRange } from "../../../rehearsal/bench/drain-range";
import { TokenBucket } from "../../../rehearsal/bench/token-buckets";

describe("what draining costs, measured on the local region", () => {
  it("stays within its limits", async () => {
    const figures = await drainCalls.run(new AbortController().signal);

    expect(keepsLimits(figures)).to.equal(true);
    expect(figures.map(({ name, limit }) => [name, limit])).to.deep.equal([
      ["ECS calls for one interruption", 2],
      ["lists for a batch of 50", 5],
      ["updates for a batch of 50", 5],
      ["500 at once, batches of 50: all DRAINING after", 60],
      ["500 at once, batches of 50: throttled and retried", undefined],
      ["500 at once, batches of 50: lost", 0],
      ["500 at once, batches of 1: all DRAINING after", 60],
      ["500 at once, batches of 1: throttled and retried", undefined],
      ["500 at once, batches of 1: lost", 0],
    ]);
  }).timeout(30_000);

  it("counts what is lost where AWS never answers", async () => {
    const range = await DrainRange.create({ instances: 3, batchSize: 50 });
    const now = range.clock.now();
    const empty = new TokenBucket({ burst: 1, perSecond: 0.000_001 }, { tokens: 0, now });
    range.buckets = { read: empty, modify: empty };
    await range.interrupt();

    expect(range.throttled).to.be.greaterThan(0);
    expect(range.outcome(now).lost).to.equal(3);
  });
});
