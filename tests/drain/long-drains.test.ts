import { expect } from "chai";
import fc from "fast-check";
import type { DrainSettings } from "../../drain/drain-message";
import { lifecycle } from "../support/drain-events";
import { DrainHarness, drainSettings, instanceId, start } from "../support/drain-harness";
import type { Timeline } from "../support/fleet-state";

const id = instanceId(1);

const quick: Timeline = [[10, "STOPPED", "STOPPED"]];
const stuck: Timeline = [];
const until = (seconds: number): Timeline => [[seconds, "STOPPED", "STOPPED"]];

const withLimits = (limits: Partial<DrainSettings["lifecycle"]>): DrainSettings => ({
  ...drainSettings,
  lifecycle: { ...drainSettings.lifecycle, ...limits },
});

const prepare = (timelines: readonly Timeline[], settings = drainSettings): DrainHarness => {
  const harness = new DrainHarness(settings);
  harness.addInstance(id, timelines);
  harness.addWaiting(id, { heartbeatSeconds: settings.lifecycle.heartbeatSeconds });
  harness.enqueue(lifecycle(id));
  return harness;
};

const secondsOf = (harness: DrainHarness, operation: string): number[] =>
  harness.model.calls.filter((call) => call.operation === operation).map(({ at }) => (at - start) / 1000);

const completed = (result = "CONTINUE", unfinished: readonly string[] = []) => [{ instanceId: id, result, unfinished }];

describe("drain handler: heartbeats", () => {
  it("beats at most 300 seconds apart until the drain completes, and never after", async () => {
    const harness = prepare([until(3000)]);

    await harness.runQueue();

    const beats = secondsOf(harness, "RecordLifecycleActionHeartbeat");
    const gaps = [0, ...beats].map((beat, index, all) => beat - (all[index - 1] ?? 0));
    expect(Math.max(...gaps)).to.be.at.most(300);
    expect(beats.at(-1)).to.be.lessThan(secondsOf(harness, "CompleteLifecycleAction")[0] ?? 0);
    expect(harness.model.completions).to.deep.equal(completed());
  });

  it("stops when the group refuses a beat", async () => {
    const harness = prepare([stuck]);
    const state = harness.model.members.get(id);
    await harness.runQueue(start + 200_000);
    if (state) Object.assign(state, { token: "another" });

    await harness.runQueue();

    expect(secondsOf(harness, "RecordLifecycleActionHeartbeat")).to.deep.equal([240]);
    expect(harness.model.messages).to.deep.equal([]);
    expect(harness.model.completions).to.deep.equal([]);
  });

  it("completes a drain of 47 hours with fewer receives than the 1,000 that SQS allows", async () => {
    const harness = prepare([until(47 * 3600)], withLimits({ heartbeatSeconds: 3600, budgetSeconds: 48 * 3600 - 600 }));
    const [message] = harness.model.messages;

    await harness.runQueue();

    expect(harness.model.completions).to.deep.equal(completed());
    expect(message?.receives).to.be.within(700, 900);
  });

  it("spends at most 10 seconds of Lambda time on a drain of three hours at 20 ms a call", async () => {
    const harness = prepare([until(3 * 3600)], withLimits({ budgetSeconds: 4 * 3600 }));

    await harness.runQueue();

    expect(harness.model.completions).to.deep.equal(completed());
    expect(harness.model.calls.length * 0.02).to.be.lessThan(10);
  });
});

describe("drain handler: drains that don't end", () => {
  it("alarms at 50 % and 90 % with the blocking tasks, then lets the instance go", async () => {
    const harness = prepare([quick, stuck]);

    await harness.runQueue();

    expect([...new Set(harness.metrics())]).to.deep.equal(["BudgetHalfUsed", "BudgetNearlyUsed", "BudgetSpent"]);
    const alarms = harness.log.filter((line) => "_aws" in line);
    expect(alarms.map((line) => line["blockingTasks"])).to.deep.equal(alarms.map(() => [`task-${id}-1`]));
    expect(harness.model.completions).to.deep.equal(completed("CONTINUE", [`task-${id}-1`]));
    expect(secondsOf(harness, "CompleteLifecycleAction")[0]).to.be.within(3600, 3840);
  });

  it("takes the instance back into service under the policy undo", async () => {
    const harness = prepare([stuck], withLimits({ failurePolicy: "undo" }));

    await harness.runQueue();

    expect(harness.model.completions).to.deep.equal(completed("ABANDON", [`task-${id}-0`]));
    expect(harness.model.reactivations).to.deep.equal([id]);
    expect(harness.model.instances[0]?.status).to.equal("ACTIVE");
  });

  it("leaves the instance draining under the policy retain", async () => {
    const harness = prepare([stuck], withLimits({ failurePolicy: "retain" }));

    await harness.runQueue();

    expect(harness.model.completions).to.deep.equal(completed("ABANDON", [`task-${id}-0`]));
    expect(harness.model.reactivations).to.deep.equal([]);
    expect(harness.model.instances[0]?.status).to.equal("DRAINING");
  });

  it("alarms when ECS keeps refusing to drain, and tries until it does", async () => {
    const harness = prepare([quick]);
    const arn = harness.model.instances[0]?.arn ?? "";
    harness.model.broken.set(arn, "AGENT");
    await harness.runQueue(start + 10_000);
    expect(harness.metrics()).to.deep.equal(["DrainFailed"]);
    harness.model.broken.clear();

    await harness.runQueue();

    expect(harness.model.drains).to.deep.equal([id]);
    expect(harness.model.completions).to.deep.equal(completed());
  });
});

describe("drain handler: random task timelines", () => {
  const step = fc.record({ after: fc.nat(400), last: fc.constantFrom("DEACTIVATING", "STOPPING", "DEPROVISIONING") });
  const timeline = fc
    .tuple(fc.nat(600), fc.array(step, { maxLength: 3 }), fc.nat(300))
    .map(([begins, steps, ends]): Timeline => {
      let at = begins;
      const stopping = steps.map(({ after, last }) => {
        at += after;
        return [at - after, "STOPPED", last] as const;
      });
      return [...stopping, [at + ends, "STOPPED", "STOPPED"]];
    });

  it("completes none of 1,000 drains early, and each exactly once", async () => {
    let runs = 0;
    const completing = fc.asyncProperty(
      fc.array(timeline, { maxLength: 6 }),
      fc.integer({ min: 1, max: 3 }),
      async (timelines, pageSize) => {
        runs += 1;
        const harness = prepare(timelines);
        harness.model.pageSize = pageSize;
        await harness.runQueue();
        expect(harness.model.completions).to.deep.equal(completed());
      },
    );

    await fc.assert(completing, { numRuns: 1000, seed: 42 });

    expect(runs).to.equal(1000);
  }).timeout(60_000);
});
