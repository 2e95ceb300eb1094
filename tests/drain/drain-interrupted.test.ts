import { expect } from "chai";
import { interruption } from "../support/drain-events";
import {
  accountId,
  DrainHarness,
  instanceIds as ids,
  instanceId,
  region,
  start,
  warmHarness as warm,
} from "../support/drain-harness";
import { awsError } from "../support/fake-aws-client";

const ecsCalls = ({ model }: DrainHarness): string[] =>
  model.calls.map(({ operation }) => operation).filter((name) => !/Visibility|SendMessage/.test(name));

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

  it("drains nine although ECS refuses the call for ten because of one", async () => {
    const harness = await warm(10);
    for (const id of ids(10)) harness.enqueue(interruption(id));
    const bad = harness.model.instances[3]?.arn ?? "";
    const send = harness.model.send;
    Object.assign(harness.model, {
      send: async (command: { input: { containerInstances?: readonly string[] } }) => {
        if (command.constructor.name.startsWith("Update") && command.input.containerInstances?.includes(bad))
          throw awsError("InvalidParameterException", "not in a state to drain");
        return send(command);
      },
    });

    const response = await harness.clock.run(harness.deliver());

    expect(harness.model.drains).to.have.members(ids(10).toSpliced(3, 1));
    expect(response.batchItemFailures).to.have.length(1);
    expect(harness.log.find((line) => line["event"] === "retried")).to.deep.include({ instanceId: ids(10)[3] });
  });

  it("doesn't ask for each alone where the call failed otherwise", async () => {
    const harness = await warm(10);
    for (const id of ids(10)) harness.enqueue(interruption(id));
    const send = harness.model.send;
    let updates = 0;
    Object.assign(harness.model, {
      send: async (command: { input: object }) => {
        if (!command.constructor.name.startsWith("Update")) return send(command);
        updates += 1;
        throw awsError("ServerException", "boom");
      },
    });

    const response = await harness.clock.run(harness.deliver());

    expect(updates).to.equal(1);
    expect(response.batchItemFailures).to.have.length(10);
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
