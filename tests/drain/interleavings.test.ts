import { expect } from "chai";
import fc from "fast-check";
import { interruption, lifecycle, lifecycleDetail, rebalance, viaSns } from "../support/drain-events";
import { accountId, DrainHarness, instanceId, start } from "../support/drain-harness";
import type { Timeline } from "../support/fleet-state";

const id = instanceId(1);
const bystander = instanceId(2);

const notice = viaSns({ ...lifecycleDetail(id), AccountId: accountId, Time: new Date(start).toISOString() });

/** An event's kind and its deliveries: each one to three times, at any second of the first minute. */
const deliveries = (body: string) =>
  fc.array(fc.nat(60), { minLength: 1, maxLength: 3 }).map((seconds) => seconds.map((second) => ({ body, second })));

const scenario = fc.record({
  events: fc
    .tuple(
      deliveries(interruption(id)),
      deliveries(lifecycle(id)),
      fc.oneof(deliveries(rebalance(id)), fc.constant([])),
      fc.oneof(deliveries(notice), fc.constant([])),
    )
    .map((lists) => lists.flat()),
  /** The second at which the agent drains its instance by itself. */
  agentDrainsAt: fc.option(fc.nat(60), { nil: undefined }),
  taskEnds: fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 3 }),
  batchSize: fc.integer({ min: 1, max: 10 }),
  handlers: fc.integer({ min: 1, max: 3 }),
});

describe("drain handler: duplicated and re-ordered events", () => {
  it("drains once and completes once, never early, in 1,000 interleavings", async () => {
    let runs = 0;
    const interleaving = fc.asyncProperty(
      scenario,
      async ({ events, agentDrainsAt, taskEnds, batchSize, handlers }) => {
        runs += 1;
        const harness = new DrainHarness(undefined, { handlers });
        const instance = harness.addInstance(
          id,
          taskEnds.map(
            (end): Timeline => [
              [1, "STOPPED", "DEACTIVATING"],
              [end, "STOPPED", "STOPPED"],
            ],
          ),
        );
        harness.addInstance(bystander);
        harness.addWaiting(id);
        for (const { body, second } of events) harness.enqueue(body, start + second * 1000);
        if (agentDrainsAt !== undefined) {
          await harness.runQueue(start + agentDrainsAt * 1000 - 1, batchSize);
          harness.clock.advanceTo(start + agentDrainsAt * 1000);
          harness.model.drain(instance);
        }

        await harness.runQueue(undefined, batchSize);

        expect(harness.model.drains).to.deep.equal([id]);
        expect(harness.model.completions).to.deep.equal([{ instanceId: id, result: "CONTINUE", unfinished: [] }]);
        expect(harness.model.countOf("CompleteLifecycleAction")).to.equal(1);
        expect(harness.model.reactivations).to.deep.equal([]);
        expect(harness.model.terminated).to.deep.equal([]);
        expect(harness.model.messages).to.deep.equal([]);
      },
    );

    await fc.assert(interleaving, { numRuns: 1000, seed: 42 });

    expect(runs).to.equal(1000);
  }).timeout(60_000);

  it("has one effect where two invocations work on the same instance at the same moment", async () => {
    const harness = new DrainHarness(undefined, { handlers: 2 });
    harness.addInstance(id, [[[5, "STOPPED", "STOPPED"]]]);
    harness.addWaiting(id);
    harness.latencyMilliseconds = 20;
    for (const body of [lifecycle(id), notice]) harness.enqueue(body);
    await harness.clock.run(Promise.all([harness.deliver(1), harness.deliver(1)]));
    harness.clock.advanceTo(start + 20_000);

    await harness.clock.run(Promise.all([harness.deliver(1), harness.deliver(1)]));

    expect(harness.model.drains).to.deep.equal([id]);
    expect(harness.model.completions).to.have.length(1);
    expect(harness.model.messages).to.deep.equal([]);
  });
});
