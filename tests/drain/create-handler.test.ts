import { expect } from "chai";
import { eventBridge, interruption, lifecycle, rebalance } from "../support/drain-events";
import { accountId, DrainHarness, instanceId, region, start } from "../support/drain-harness";
import { awsError } from "../support/fake-aws-client";
import { ecsBuckets, TokenBucket } from "../support/token-buckets";

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => instanceId(index + 1));

const ecsCalls = ({ model }: DrainHarness): string[] =>
  model.calls.map(({ operation }) => operation).filter((name) => !/Visibility|SendMessage/.test(name));

/** A harness whose function knows the cluster already, with so many active instances. */
const warm = async (count: number, harness = new DrainHarness()): Promise<DrainHarness> => {
  harness.enqueue(interruption(instanceId(0xfff)));
  await harness.clock.run(harness.deliver());
  for (const id of ids(count)) harness.addInstance(id);
  harness.model.calls.length = 0;
  harness.log.length = 0;
  return harness;
};

describe("drain handler: interruptions", () => {
  it("drains one instance of a known cluster with two ECS calls", async () => {
    const harness = await warm(3);
    harness.enqueue(interruption(instanceId(2)));

    const response = await harness.clock.run(harness.deliver());

    expect(response).to.deep.equal({ batchItemFailures: [] });
    expect(ecsCalls(harness)).to.deep.equal(["ListContainerInstances", "UpdateContainerInstancesState"]);
    expect(harness.model.drains).to.deep.equal([instanceId(2)]);
    expect(harness.log).to.deep.equal([
      {
        event: "draining",
        instanceId: instanceId(2),
        reason: "terminate",
        deadline: "2026-11-21T10:02:00.000Z",
      },
    ]);
  });

  it("drains a batch of fifty with five lists and five updates", async () => {
    const harness = await warm(60);
    for (const id of ids(50)) harness.enqueue(interruption(id));

    await harness.clock.run(harness.deliver(50));

    expect(harness.model.drains).to.have.members(ids(50)).and.have.length(50);
    expect(harness.model.countOf("ListContainerInstances")).to.equal(5);
    expect(harness.model.countOf("UpdateContainerInstancesState")).to.equal(5);
    expect(harness.model.calls).to.have.length(10);
  });

  it("takes 40 ms for a batch of fifty when each call takes 20 ms", async () => {
    const harness = await warm(50);
    harness.latencyMilliseconds = 20;
    for (const id of ids(50)) harness.enqueue(interruption(id));

    await harness.clock.run(harness.deliver(50));

    expect(harness.clock.now() - start).to.equal(40);
  });

  it("finds an instance on a later page", async () => {
    const harness = await warm(30);
    harness.model.pageSize = 3;
    for (const id of ids(10)) harness.enqueue(interruption(id));

    await harness.clock.run(harness.deliver());

    expect(harness.model.drains).to.have.members(ids(10)).and.have.length(10);
  });

  it("drains nothing twice when an event is delivered twice, in one batch or later", async () => {
    const harness = await warm(1);
    harness.enqueue(interruption(instanceId(1)));
    harness.enqueue(interruption(instanceId(1)));
    harness.enqueue(interruption(instanceId(1)), start + 1000);

    await harness.runQueue();

    expect(harness.model.drains).to.deep.equal([instanceId(1)]);
    expect(harness.model.countOf("UpdateContainerInstancesState")).to.equal(1);
  });

  it("touches no instance of other people's clusters", async () => {
    const harness = await warm(0);
    const foreign = `arn:aws:ecs:${region}:${accountId}:cluster/foreign`;
    harness.model.clusters.set(foreign, { "switchyard:cluster": "staging" });
    harness.addInstance(instanceId(1), [], foreign);
    harness.enqueue(interruption(instanceId(1)));

    await harness.runQueue(start + 60_000);

    expect(harness.model.drains).to.deep.equal([]);
    expect(harness.model.messages).to.deep.equal([]);
    expect(harness.model.calls.some(({ input }) => input["cluster"] === foreign)).to.equal(false);
  });

  it("finds the instance among three clusters and changes only its own", async () => {
    const harness = new DrainHarness();
    const second = `arn:aws:ecs:${region}:${accountId}:cluster/second`;
    harness.model.clusters.set(second, { "switchyard:cluster": "prod" });
    harness.model.clusters.set(`${second}-third`, { "switchyard:cluster": "prod" });
    harness.addInstance(instanceId(1));
    harness.addInstance(instanceId(2), [], second);
    harness.enqueue(interruption(instanceId(2)));

    await harness.runQueue();

    const updates = harness.model.calls.filter(({ operation }) => operation === "UpdateContainerInstancesState");
    expect(updates.map(({ input }) => input["cluster"])).to.deep.equal([second]);
    expect(harness.model.drains).to.deep.equal([instanceId(2)]);
  });

  it("leaves an instance alone whose two minutes are over, and raises an alarm", async () => {
    const harness = await warm(1);
    harness.enqueue(interruption(instanceId(1), "stop", start - 120_001));

    await harness.clock.run(harness.deliver());

    expect(harness.model.calls).to.deep.equal([]);
    expect(harness.metrics()).to.deep.equal(["DeadlineMissed"]);
  });

  it("tries again what ECS refuses, alarms from the third time on and gives up at the deadline", async () => {
    const harness = await warm(2);
    const broken = harness.model.instances[0]?.arn ?? "";
    harness.model.broken.set(broken, "AGENT");
    for (const id of ids(2)) harness.enqueue(interruption(id));

    await harness.runQueue();

    expect(harness.model.drains).to.deep.equal([instanceId(2)]);
    expect(harness.log.slice(0, 3)).to.deep.equal([
      { event: "retried", instanceId: instanceId(1), failures: [{ arn: broken, reason: "AGENT" }] },
      {
        event: "draining",
        instanceId: instanceId(2),
        reason: "terminate",
        deadline: "2026-11-21T10:02:00.000Z",
      },
      { event: "retried", instanceId: instanceId(1), failures: [{ arn: broken, reason: "AGENT" }] },
    ]);
    expect(new Set(harness.metrics())).to.deep.equal(new Set(["DrainFailed", "DeadlineMissed"]));
    expect(harness.metrics().filter((metric) => metric === "DrainFailed")).to.have.length(23);
    expect(harness.metrics().at(-1)).to.equal("DeadlineMissed");
    expect(harness.model.messages).to.deep.equal([]);
  });

  it("drains what ECS accepts at the second attempt", async () => {
    const harness = await warm(1);
    harness.model.broken.set(harness.model.instances[0]?.arn ?? "", "AGENT");
    harness.enqueue(interruption(instanceId(1)));
    await harness.clock.run(harness.deliver());
    harness.model.broken.clear();

    await harness.runQueue();

    expect(harness.model.drains).to.deep.equal([instanceId(1)]);
    expect(harness.model.instances[0]?.drainedAt).to.equal(start + 5000);
    expect(harness.metrics()).to.deep.equal([]);
  });

  it("drains the second ten although the calls for the first fail, and says which instances come back", async () => {
    const harness = await warm(20);
    for (const id of ids(20)) harness.enqueue(interruption(id));
    const send = harness.model.send;
    let lists = 0;
    Object.assign(harness.model, {
      send: async (command: { input: object }) => {
        if (command.constructor.name === "ListContainerInstancesCommand" && ++lists === 1)
          throw awsError("ServerException", "boom");
        return send(command);
      },
    });

    const response = await harness.clock.run(harness.deliver());

    expect(response.batchItemFailures).to.have.length(10);
    expect(harness.model.drains).to.have.members(ids(20).slice(10));
    expect(harness.log.find((line) => line["event"] === "VisitFailed")).to.deep.include({
      instanceIds: ids(20).slice(0, 10),
      error: "ServerException: boom",
    });
    await harness.runQueue();
    expect(harness.model.drains).to.have.length(20);
  });
});

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

  it("keeps a message that it can't dead-letter", async () => {
    const harness = new DrainHarness();
    harness.enqueue("junk");
    Object.assign(harness.model, { send: () => Promise.reject(awsError("AccessDenied", "no")) });

    const response = await harness.clock.run(harness.deliver());

    expect(response).to.deep.equal({ batchItemFailures: [{ itemIdentifier: "message-1" }] });
    expect(harness.metrics()).to.deep.equal(["EventRejected", "VisitFailed"]);
  });
});
