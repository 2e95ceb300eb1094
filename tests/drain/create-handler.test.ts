import { expect } from "chai";
import { eventBridge, interruption, lifecycle, rebalance } from "../support/drain-events";
import { DrainHarness, instanceId, start } from "../support/drain-harness";
import { awsError } from "../support/fake-aws-client";

const ecsCalls = ({ model }: DrainHarness): string[] =>
  model.calls.map(({ operation }) => operation).filter((name) => !/Visibility|SendMessage/.test(name));

describe("drain handler: what isn't ours", () => {
  const hopeless: Readonly<Record<string, readonly [body: string, reason: string]>> = {
    junk: ["junk", "not-json"],
    "a truncated event": [interruption(instanceId(1)).slice(0, -9), "not-json"],
    "a foreign account": [
      eventBridge("aws.ec2", "EC2 Spot Instance Interruption Warning", {}, { account: "999999999999" }),
      "foreign-account",
    ],
    "a hook that ran out long ago": [lifecycle(instanceId(1)).replace("2026-11-21T10", "2026-11-20T08"), "expired"],
    "a recommendation of yesterday": [rebalance(instanceId(1), start - 24 * 3_600_000), "expired"],
  };

  for (const [title, [body, reason]] of Object.entries(hopeless)) {
    it(`dead-letters ${title} with its reason and changes nothing`, async () => {
      const harness = new DrainHarness();
      harness.addInstance(instanceId(1));
      harness.enqueue(body);

      const response = await harness.clock.run(harness.deliver());

      expect(response).to.deep.equal({ batchItemFailures: [] });
      expect(harness.model.buried).to.deep.equal([{ body, reason }]);
      expect(ecsCalls(harness)).to.deep.equal([]);
      expect(harness.metrics()).to.deep.equal(["EventRejected"]);
    });
  }

  it("drops what is known and needs nothing", async () => {
    const harness = new DrainHarness();
    harness.enqueue(eventBridge("aws.health", "AWS Health Event", {}));

    expect(await harness.clock.run(harness.deliver())).to.deep.equal({ batchItemFailures: [] });

    expect(harness.model.calls).to.deep.equal([]);
    expect(harness.log).to.deep.equal([{ event: "ignored", messageId: "message-1", reason: "health-notice" }]);
  });

  it("drains what a record without attributes names, beside records of every other sort", async () => {
    const harness = new DrainHarness();
    harness.addInstance(instanceId(1));
    const records = [
      { messageId: "1", receiptHandle: "1", body: interruption(instanceId(1)) },
      { messageId: "2", receiptHandle: "2", body: "junk" },
    ];

    const response = await harness.clock.run(harness.handle({ Records: records }));

    expect(response).to.deep.equal({ batchItemFailures: [] });
    expect(harness.model.drains).to.deep.equal([instanceId(1)]);
    expect(harness.model.buried).to.deep.equal([{ body: "junk", reason: "not-json" }]);
  });

  it("has nothing to do where it is called without records", async () => {
    const harness = new DrainHarness();

    expect(await harness.clock.run(harness.handle({}))).to.deep.equal({ batchItemFailures: [] });
    expect(harness.model.calls).to.deep.equal([]);
  });

  it("keeps a message that it can't dead-letter", async () => {
    const harness = new DrainHarness();
    harness.enqueue("junk");
    Object.assign(harness.model, { send: () => Promise.reject(awsError("AccessDenied", "no")) });

    const response = await harness.clock.run(harness.deliver());

    expect(response).to.deep.equal({ batchItemFailures: [{ itemIdentifier: "message-1" }] });
    expect(harness.metrics()).to.deep.equal(["EventRejected", "VisitFailed"]);
  });
});
