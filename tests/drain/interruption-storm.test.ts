import { expect } from "chai";
import { ecsBuckets, TokenBucket } from "../../rehearsal/bench/token-buckets";
import { interruption } from "../support/drain-events";
import { DrainHarness, instanceIds as ids, start, warmHarness as warm } from "../support/drain-harness";

describe("drain handler: AWS's token buckets", () => {
  const storm = async (batchSize: number): Promise<DrainHarness> => {
    let seed = 1;
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const harness = await warm(500, new DrainHarness(undefined, { random }));
    const half = { tokens: 50, now: start };
    harness.model.buckets = {
      read: new TokenBucket(ecsBuckets.read, half),
      modify: new TokenBucket(ecsBuckets.modify, half),
    };
    harness.latencyMilliseconds = 20;
    for (const id of ids(500)) harness.enqueue(interruption(id));
    const deliveries = Array.from({ length: 500 / batchSize }, () => harness.deliver(batchSize));
    await harness.clock.run(Promise.all(deliveries));
    await harness.runQueue(start + 120_000, batchSize);
    return harness;
  };

  it("drains 500 instances at once in batches of fifty without waiting for half-drained buckets", async () => {
    const harness = await storm(50);

    expect(harness.model.drains).to.have.members(ids(500)).and.have.length(500);
    expect(harness.model.throttled).to.equal(0);
    expect(harness.clock.now() - start).to.equal(40);
    expect(harness.model.messages).to.deep.equal([]);
  });

  it("drains 500 instances that come one by one within the notice, every throttled call retried", async () => {
    const harness = await storm(1);

    expect(harness.model.drains).to.have.members(ids(500)).and.have.length(500);
    expect(harness.model.throttled).to.be.greaterThan(400);
    const last = Math.max(...harness.model.instances.map(({ drainedAt = Number.POSITIVE_INFINITY }) => drainedAt));
    expect(last - start).to.be.lessThan(60_000);
    expect(harness.model.messages).to.deep.equal([]);
    expect(harness.metrics().filter((metric) => metric !== "VisitFailed")).to.deep.equal([]);
  });
});
