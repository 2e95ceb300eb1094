import { expect } from "chai";
import type { DrainSettings } from "../../drain/drain-message";
import { interruption, rebalance } from "../support/drain-events";
import { clusterArn, DrainHarness, drainSettings, instanceId, start } from "../support/drain-harness";
import { awsError } from "../support/fake-aws-client";
import type { Timeline } from "../support/fleet-state";

const id = instanceId(1);
const quick: Timeline = [[10, "STOPPED", "STOPPED"]];
const stuck: Timeline = [];

const prepare = (timelines: readonly Timeline[], settings: DrainSettings = drainSettings): DrainHarness => {
  const harness = new DrainHarness(settings);
  harness.addInstance(id, timelines);
  harness.enqueue(rebalance(id));
  return harness;
};

const withPolicy = (failurePolicy: "continue" | "undo" | "retain"): DrainSettings => ({
  ...drainSettings,
  rebalance: { ...drainSettings.rebalance, failurePolicy },
});

/** Registers another instance at a second after the recommendation. */
const replace = async (harness: DrainHarness, second: number, replacement = instanceId(9)) => {
  await harness.runQueue(start + second * 1000);
  harness.clock.advanceTo(start + second * 1000);
  const instance = harness.addInstance(replacement);
  instance.registeredAt = harness.clock.now();
  return instance;
};

describe("drain handler: rebalance recommendations", () => {
  it("marks the instance and leaves it in service while nothing can take its tasks", async () => {
    const harness = prepare([quick]);
    harness.addInstance(instanceId(2));

    await harness.runQueue(start + 1_700_000);

    expect(harness.model.drains).to.deep.equal([]);
    expect(harness.model.instances.map(({ attributes }) => attributes)).to.deep.equal([
      { "switchyard.rebalance": "2026-11-21T10:00:00.000Z" },
      {},
    ]);
  });

  it("marks an instance later that ECS lists but can't describe yet", async () => {
    const harness = prepare([quick]);
    const arn = harness.model.instances[0]?.arn ?? "";
    harness.model.missing.add(arn);
    await harness.runQueue(start + 29_000);
    expect(harness.model.instances[0]?.attributes).to.deep.equal({});
    harness.model.missing.delete(arn);

    await harness.runQueue(start + 30_000);

    expect(harness.model.instances[0]?.attributes).to.deep.equal({
      "switchyard.rebalance": "2026-11-21T10:00:00.000Z",
    });
  });

  it("un-marks the instance when no replacement came in half an hour", async () => {
    const harness = prepare([quick]);

    await harness.runQueue();

    expect(harness.model.instances[0]?.attributes).to.deep.equal({});
    expect(harness.model.instances[0]?.status).to.equal("ACTIVE");
    expect(harness.clock.now()).to.equal(start + 1_800_000);
  });

  it("drains once a replacement is there, and ends the instance when its tasks have stopped", async () => {
    const harness = prepare([quick]);
    const replacement = await replace(harness, 100);
    await harness.runQueue(start + 125_000);
    expect(harness.model.drains).to.deep.equal([id]);
    expect(harness.model.terminated).to.deep.equal([]);

    await harness.runQueue();

    expect(harness.model.instances[0]?.attributes).to.deep.equal({
      "switchyard.rebalance": "2026-11-21T10:00:00.000Z",
      "switchyard.replacement": instanceId(9),
    });
    expect(replacement.attributes).to.deep.equal({ "switchyard.replaces": id });
    expect(harness.model.terminated).to.deep.equal([id]);
    expect(harness.model.messages).to.deep.equal([]);
  });

  it("takes no instance for a replacement whose agent isn't connected", async () => {
    const harness = prepare([quick]);
    const replacement = await replace(harness, 100);
    replacement.isConnected = false;

    await harness.runQueue(start + 1_000_000);

    expect(harness.model.drains).to.deep.equal([]);
  });

  it("takes no instance for a replacement that AWS expects to take back too", async () => {
    const harness = prepare([quick]);
    const replacement = await replace(harness, 100);
    replacement.attributes = { "switchyard.rebalance": "2026-11-21T10:01:40.000Z" };

    await harness.runQueue(start + 1_000_000);

    expect(harness.model.drains).to.deep.equal([]);
  });

  it("drains one instance per replacement", async () => {
    const harness = prepare([quick]);
    for (const other of [2, 3]) {
      harness.addInstance(instanceId(other), [quick]);
      harness.enqueue(rebalance(instanceId(other)));
    }
    await replace(harness, 100, instanceId(9));
    await harness.runQueue(start + 1_000_000);
    expect(harness.model.drains).to.deep.equal([id]);
    await replace(harness, 1_000, instanceId(10));

    await harness.runQueue(start + 1_500_000);

    expect(harness.model.drains).to.have.length(2);
    expect(harness.model.terminated).to.deep.equal(harness.model.drains);
  });

  it("goes on draining where a crash came between claiming and draining", async () => {
    const harness = prepare([quick]);
    const [instance] = harness.model.instances;
    if (instance) instance.attributes = { "switchyard.rebalance": "x", "switchyard.replacement": instanceId(9) };

    await harness.runQueue();

    expect(harness.model.drains).to.deep.equal([id]);
    expect(harness.model.terminated).to.deep.equal([id]);
  });

  it("ends an empty instance that somebody deregisters while it drains", async () => {
    const harness = prepare([quick]);
    await replace(harness, 100);
    await harness.runQueue(start + 125_000);
    const [instance] = harness.model.instances;
    Object.assign(instance ?? {}, { status: "DEREGISTERING" });

    await harness.runQueue(start + 300_000);

    expect(harness.model.terminated).to.deep.equal([id]);
    expect(harness.metrics()).to.deep.equal([]);
  });

  it("goes by the registration whose agent is connected where an instance registered anew", async () => {
    const harness = new DrainHarness();
    const stale = harness.addInstance(id);
    stale.isConnected = false;
    harness.addInstance(id, [[[100, "STOPPED", "STOPPED"]]]);
    harness.enqueue(rebalance(id));
    await replace(harness, 100);
    await harness.runQueue(start + 180_000);
    expect(harness.model.unfinishedOn(id)).to.have.length(1);
    expect(harness.model.terminated).to.deep.equal([]);

    await harness.runQueue();

    expect(harness.model.terminated).to.deep.equal([id]);
    expect(stale.attributes).to.deep.equal({});
  });

  it("empties an instance in both clusters that know it before it ends it", async () => {
    const second = `${clusterArn}-second`;
    const harness = prepare([quick]);
    harness.model.clusters.set(second, { "switchyard:cluster": "prod" });
    const other = harness.addInstance(id, [], second);
    Object.assign(other, {
      isConnected: false,
      tasks: [{ arn: "other", timeline: [[200, "STOPPED", "STOPPED"]] satisfies Timeline }],
    });
    await replace(harness, 100);
    await harness.runQueue(start + 300_000);
    expect(harness.model.terminated).to.deep.equal([]);

    await harness.runQueue();

    expect(harness.model.terminated).to.deep.equal([id]);
    expect(harness.model.unfinishedOn(id)).to.deep.equal([]);
    expect(harness.metrics()).to.deep.equal([]);
  });

  it("undoes once, though the marks couldn't be removed at first", async () => {
    const harness = prepare([stuck], withPolicy("undo"));
    await replace(harness, 10);
    const send = harness.model.send;
    let removals = 0;
    Object.assign(harness.model, {
      send: async (command: { input: object }) => {
        if (command.constructor.name === "DeleteAttributesCommand" && ++removals === 1)
          throw awsError("ServerException", "boom");
        return send(command);
      },
    });

    await harness.runQueue();

    expect(removals).to.equal(2);
    expect(harness.model.drains).to.deep.equal([id]);
    expect(harness.model.reactivations).to.deep.equal([id]);
    expect(harness.model.instances[0]?.attributes).to.deep.equal({});
  });

  it("never ends an instance that somebody else drains", async () => {
    const harness = prepare([quick]);
    harness.enqueue(interruption(id));
    await harness.runQueue();

    expect(harness.model.drains).to.deep.equal([id]);
    expect(harness.model.terminated).to.deep.equal([]);
    expect(harness.model.messages).to.deep.equal([]);
  });

  it("forgets an instance that isn't in our clusters", async () => {
    const harness = new DrainHarness();
    harness.enqueue(rebalance(id));

    await harness.runQueue();

    expect(harness.model.messages).to.deep.equal([]);
    expect(harness.model.countOf("PutAttributes")).to.equal(0);
  });

  it("tries again when ECS refuses to drain", async () => {
    const harness = prepare([quick]);
    await replace(harness, 10);
    const arn = harness.model.instances[0]?.arn ?? "";
    harness.model.broken.set(arn, "AGENT");
    await harness.runQueue(start + 60_000);
    expect(harness.metrics()).to.include("DrainFailed");
    harness.model.broken.clear();

    await harness.runQueue();

    expect(harness.model.terminated).to.deep.equal([id]);
  });

  const ends = { continue: { terminated: [id], status: "DRAINING" }, undo: { terminated: [], status: "ACTIVE" } };
  for (const [policy, { terminated, status }] of Object.entries(ends)) {
    it(`alarms when the drain doesn't end, then follows the policy ${policy}`, async () => {
      const harness = prepare([stuck], withPolicy(policy as "continue" | "undo"));
      await replace(harness, 10);

      await harness.runQueue();

      expect([...new Set(harness.metrics())]).to.deep.equal(["BudgetHalfUsed", "BudgetNearlyUsed", "BudgetSpent"]);
      expect(harness.model.terminated).to.deep.equal(terminated);
      expect(harness.model.instances[0]?.status).to.equal(status);
      expect(harness.model.messages).to.deep.equal([]);
    });
  }

  it("leaves the instance draining for somebody to look at under the policy retain", async () => {
    const harness = prepare([stuck], withPolicy("retain"));
    await replace(harness, 10);

    await harness.runQueue();

    expect(harness.metrics().at(-1)).to.equal("BudgetSpent");
    expect(harness.model.terminated).to.deep.equal([]);
    expect(harness.model.instances[0]?.status).to.equal("DRAINING");
    expect(harness.model.messages).to.deep.equal([]);
  });
});
