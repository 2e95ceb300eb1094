import { DescribeContainerInstancesCommand } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { lifecycle } from "../support/drain-events";
import { DrainHarness, instanceId, start } from "../support/drain-harness";
import type { Timeline } from "../support/fleet-state";

const id = instanceId(1);

/** A task behind a load balancer: deregistered for 45 seconds, then stopped within 20. */
const behindLoadBalancer: Timeline = [
  [5, "STOPPED", "DEACTIVATING"],
  [50, "STOPPED", "STOPPING"],
  [70, "STOPPED", "STOPPED"],
];
const quick: Timeline = [[10, "STOPPED", "STOPPED"]];
const stuck: Timeline = [];
const until = (seconds: number): Timeline => [[seconds, "STOPPED", "STOPPED"]];

const prepare = (timelines: readonly Timeline[]): DrainHarness => {
  const harness = new DrainHarness();
  harness.addInstance(id, timelines);
  harness.addWaiting(id);
  harness.enqueue(lifecycle(id));
  return harness;
};

const secondsOf = (harness: DrainHarness, operation: string): number[] =>
  harness.model.calls.filter((call) => call.operation === operation).map(({ at }) => (at - start) / 1000);

const completed = (result = "CONTINUE", unfinished: readonly string[] = []) => [{ instanceId: id, result, unfinished }];

describe("drain handler: lifecycle hooks", () => {
  it("drains, waits until every task has stopped and completes once", async () => {
    const harness = prepare([behindLoadBalancer, quick]);

    await harness.runQueue();

    expect(harness.model.drains).to.deep.equal([id]);
    expect(harness.model.completions).to.deep.equal(completed());
    expect(secondsOf(harness, "CompleteLifecycleAction")).to.deep.equal([75]);
    expect(harness.model.messages).to.deep.equal([]);
  });

  it("waits where ECS's counts are zero already but tasks are still being deregistered", async () => {
    const harness = prepare([behindLoadBalancer]);
    await harness.runQueue(start + 15_000);
    const [instance] = harness.model.instances;
    const answer = await harness.model.send(
      new DescribeContainerInstancesCommand({ containerInstances: [instance?.arn ?? ""] }),
    );

    // What a drainer that trusts the counts would complete on, 55 seconds too early.
    expect(answer).to.have.nested.property("containerInstances[0].runningTasksCount", 0);
    expect(answer).to.have.nested.property("containerInstances[0].pendingTasksCount", 0);
    expect(harness.model.unfinishedOn(id)).to.have.length(1);
    expect(harness.model.completions).to.deep.equal([]);
  });

  it("doesn't take an instance for unregistered that ECS lists but can't describe", async () => {
    const harness = prepare([quick]);
    const arn = harness.model.instances[0]?.arn ?? "";
    harness.model.missing.add(arn);
    await harness.runQueue(start + 30_000);
    expect(harness.model.completions).to.deep.equal([]);
    harness.model.missing.delete(arn);

    await harness.runQueue();

    expect(harness.model.drains).to.deep.equal([id]);
    expect(harness.model.completions).to.deep.equal(completed());
  });

  it("never completes on the visit that set the instance draining", async () => {
    const harness = prepare([]);

    await harness.runQueue();

    expect(harness.model.drains).to.deep.equal([id]);
    expect(secondsOf(harness, "CompleteLifecycleAction")).to.deep.equal([15]);
  });

  it("lists no tasks while the counts alone say that it is too early", async () => {
    const harness = prepare([[[20, "STOPPED", "STOPPED"]]]);

    await harness.runQueue(start + 15_000);

    const visit = ["DescribeAutoScalingInstances", "ListContainerInstances", "DescribeContainerInstances"];
    expect(harness.model.calls.map(({ operation }) => operation)).to.deep.equal([
      "DescribeAutoScalingInstances",
      "ListClusters",
      "DescribeClusters",
      ...visit.slice(1),
      "UpdateContainerInstancesState",
      "ChangeMessageVisibility",
      ...visit,
      "ChangeMessageVisibility",
    ]);
  });

  it("waits for an instance that somebody else is draining already", async () => {
    const harness = prepare([until(40)]);
    const [instance] = harness.model.instances;
    Object.assign(instance ?? {}, { status: "DRAINING", drainedAt: start });

    await harness.runQueue();

    expect(harness.model.drains).to.deep.equal([]);
    expect(secondsOf(harness, "CompleteLifecycleAction")).to.deep.equal([45]);
    expect(harness.model.completions).to.deep.equal(completed());
  });

  it("completes an instance that somebody deregisters while it drains", async () => {
    const harness = prepare([until(20)]);
    await harness.runQueue(start + 15_000);
    const [instance] = harness.model.instances;
    Object.assign(instance ?? {}, { status: "DEREGISTERING" });

    await harness.runQueue();

    expect(secondsOf(harness, "CompleteLifecycleAction")).to.deep.equal([30]);
    expect(harness.model.completions).to.deep.equal(completed());
    expect(harness.metrics()).to.deep.equal([]);
  });

  it("sees the tasks on all pages", async () => {
    const tasks = [...Array.from({ length: 6 }, () => quick), until(100), ...Array.from({ length: 6 }, () => quick)];
    const harness = prepare(tasks);
    harness.model.pageSize = 2;

    await harness.runQueue();

    expect(harness.model.completions).to.deep.equal(completed());
    expect(secondsOf(harness, "CompleteLifecycleAction")).to.deep.equal([105]);
  });

  it("lets an unregistered instance go at once with one ECS call", async () => {
    const harness = new DrainHarness();
    harness.addWaiting(id);
    harness.enqueue(lifecycle(instanceId(2)));
    harness.addWaiting(instanceId(2));
    await harness.runQueue();
    harness.model.calls.length = 0;
    harness.enqueue(lifecycle(id));

    await harness.runQueue();

    expect(harness.model.calls.map(({ operation }) => operation)).to.deep.equal([
      "DescribeAutoScalingInstances",
      "ListContainerInstances",
      "CompleteLifecycleAction",
    ]);
    expect(harness.model.completions.at(-1)).to.deep.equal(completed()[0]);
  });

  it("looks for a new cluster before it takes an instance for unregistered", async () => {
    const harness = new DrainHarness();
    harness.addWaiting(instanceId(2));
    harness.enqueue(lifecycle(instanceId(2)));
    await harness.runQueue();
    harness.clock.advanceTo(start + 61_000);
    const added = "arn:aws:ecs:eu-west-1:123456789012:cluster/added";
    harness.model.clusters.set(added, { "switchyard:cluster": "prod" });
    harness.addInstance(id, [until(30)], added);
    harness.addWaiting(id);
    harness.enqueue(lifecycle(id));

    await harness.runQueue();

    expect(harness.model.completions).to.deep.equal([
      { instanceId: instanceId(2), result: "CONTINUE", unfinished: [] },
      { instanceId: id, result: "CONTINUE", unfinished: [] },
    ]);
    expect(harness.model.drains).to.deep.equal([id]);
  });

  it("forgets an action whose instance is gone", async () => {
    const harness = prepare([stuck]);
    harness.model.members.clear();

    await harness.runQueue();

    expect(harness.model.drains).to.deep.equal([]);
    expect(harness.model.messages).to.deep.equal([]);
  });

  it("waits for the group where the event overtakes its record, but not for one that never waits", async () => {
    const harness = prepare([quick]);
    const member = harness.model.members.get(id);
    if (member) member.state = "InService";
    await harness.runQueue(start + 15_000);
    expect(harness.model.messages).to.have.length(1);
    expect(harness.model.drains).to.deep.equal([]);
    if (member) member.state = "Terminating:Wait";

    await harness.runQueue(start + 20_000 + 15_000);
    expect(harness.model.drains).to.deep.equal([id]);

    if (member) member.state = "InService";
    await harness.runQueue();
    expect(harness.model.completions).to.deep.equal([]);
    expect(harness.model.messages).to.deep.equal([]);
  });

  it("doesn't complete a root volume's instance for good but takes it back into service", async () => {
    const harness = new DrainHarness();
    harness.addInstance(id, [quick]);
    const member = harness.addWaiting(id, { state: "ReplacingRootVolume:Wait", after: "ReplacingRootVolume:Proceed" });
    harness.enqueue(lifecycle(id, { Destination: "AutoScalingGroup" }));
    await harness.runQueue(start + 100_000);
    expect(harness.model.completions).to.deep.equal(completed());
    expect(harness.model.reactivations).to.deep.equal([]);
    member.state = "InService";

    await harness.runQueue();

    expect(harness.model.reactivations).to.deep.equal([id]);
    expect(harness.model.drains).to.deep.equal([id]);
    expect(harness.model.messages).to.deep.equal([]);
  });

  it("leaves the old registration of a replaced root volume alone where the agent registered anew", async () => {
    const harness = new DrainHarness();
    const old = harness.addInstance(id);
    const member = harness.addWaiting(id, { state: "ReplacingRootVolume:Wait", after: "ReplacingRootVolume:Proceed" });
    harness.enqueue(lifecycle(id, { Destination: "AutoScalingGroup" }));
    await harness.runQueue(start + 40_000);
    old.isConnected = false;
    harness.addInstance(id);
    member.state = "InService";

    await harness.runQueue();

    expect(harness.model.reactivations).to.deep.equal([]);
    expect(harness.model.messages).to.deep.equal([]);
  });
});
