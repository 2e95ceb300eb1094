import { expect } from "chai";
import fc from "fast-check";
import { AnnounceHarness, task } from "../../support/announce-harness";
import { interruption, lifecycle, rebalance } from "../../support/drain-events";
import { instanceId, start } from "../../support/drain-harness";

const id = instanceId(1);

/** An event's deliveries: each one to three times, at any second of the first half minute. */
const deliveries = (body: string, minLength = 0) =>
  fc.array(fc.nat(30), { minLength, maxLength: 3 }).map((seconds) => seconds.map((second) => ({ body, second })));

const scenario = fc.record({
  interruptions: deliveries(interruption(id), 1),
  others: fc.tuple(deliveries(rebalance(id)), deliveries(lifecycle(id))).map((lists) => lists.flat()),
  /** How long each call takes in turn, milliseconds: invocations overtake each other. */
  latencies: fc.array(fc.nat(2000), { minLength: 1, maxLength: 20 }),
  /** The second at which the instance goes. */
  goneAt: fc.integer({ min: 1, max: 600 }),
});

describe("announcing: duplicated and re-ordered events", () => {
  it("opens one thread and tells one end in it, in 1,000 interleavings", async () => {
    let runs = 0;
    const interleaving = fc.asyncProperty(scenario, async ({ interruptions, others, latencies, goneAt }) => {
      runs += 1;
      const harness = new AnnounceHarness();
      let calls = 0;
      harness.latency = () => latencies[calls++ % latencies.length] ?? 0;
      harness.add(id, { goneAt: start + goneAt * 1000, tasks: [task("a")] });
      const events = [...interruptions, ...others];
      for (const { body, second } of events) harness.enqueue(body, start + second * 1000);

      await harness.run();

      const kindsOf = (isOpening: boolean) =>
        harness.posts
          .filter(({ threadTs }) => (threadTs === undefined) === isOpening)
          .map(({ metadata }) => metadata.event_type);
      expect(kindsOf(true)).to.deep.equal(["switchyard_drain_started"]);
      const answers = kindsOf(false);
      expect(answers.filter((type) => type === "switchyard_drain_ended")).to.have.length(1);
      // Each further kind of event at most once.
      const kinds = new Set(events.map(({ body }) => body));
      const further = answers.filter((type) => type === "switchyard_drain_continued");
      expect(further.length).to.be.at.most(kinds.size - 1);
      expect(new Set(harness.posts.slice(1).map(({ threadTs }) => threadTs))).to.deep.equal(
        new Set([harness.posts[0]?.ts]),
      );
      expect(harness.messages).to.deep.equal([]);
    });

    await fc.assert(interleaving, { numRuns: 1000, seed: 42 });

    expect(runs).to.equal(1000);
  }).timeout(60_000);
});
