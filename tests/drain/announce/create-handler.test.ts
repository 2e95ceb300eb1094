import { expect } from "chai";
import { AnnounceHarness, task } from "../../support/announce-harness";
import { interruption, lifecycle, rebalance } from "../../support/drain-events";
import { instanceId, start } from "../../support/drain-harness";

const id = instanceId(1);
const seconds = (count: number): number => start + count * 1000;

describe("the announcer", () => {
  let harness = new AnnounceHarness();
  beforeEach(() => {
    harness = new AnnounceHarness();
  });
  const texts = () => harness.posts.map(({ text }) => text);
  const logged = (event: string) => harness.log.filter((line) => line["event"] === event);
  const lateBy = () => logged("announced").map((line) => line["afterMilliseconds"]);

  it("tells an interruption at once and its end in the same thread", async () => {
    const instance = harness.add(id, { goneAt: seconds(120), tasks: [task("a"), task("b")] });
    harness.enqueue(interruption(id));
    await harness.run(seconds(10));
    instance.tasks = [task("a", { lastStatus: "STOPPED", stoppedAt: seconds(50) })];
    instance.tasks.push(task("b", { lastStatus: "STOPPED", stoppedAt: seconds(57.2) }));

    await harness.run();

    expect(texts()).to.deep.equal([
      `${id} is being taken back: zone eu-west-1a; type m6i.large; reason spot interruption (terminate); ` +
        "deadline 10:02:00 UTC; tasks left 2: web blue 2",
      `Drained in 58 s: ${id} is gone, and all its tasks had ended before.`,
    ]);
    expect(harness.posts.map(({ threadTs }) => threadTs)).to.deep.equal([undefined, harness.posts[0]?.ts]);
    expect(harness.posts[1]?.at).to.equal(seconds(121));
    expect(lateBy()).to.deep.equal([0]);
  });

  it("names the tasks that were still there when the instance went", async () => {
    const green = { group: "service:api-green-7654321" };
    const tasks = [task("a", { lastStatus: "STOPPED", stoppedAt: seconds(9) }), task("b", green)];
    harness.add(id, { goneAt: seconds(120), tasks: [...tasks, task("c", { lastStatus: "STOPPED", isCutOff: true })] });
    harness.enqueue(interruption(id));

    await harness.run();

    expect(texts()[1]).to.equal(`Deadline missed: ${id} is gone, and 2 tasks had not ended: api green b, web blue c.`);
  });

  it("tells that an instance is kept: at risk without a replacement, spared, or taken back into service", async () => {
    for (const [index, body] of [rebalance, interruption, lifecycle].entries()) {
      harness.add(instanceId(index), {});
      harness.enqueue(body(instanceId(index)));
    }

    await harness.run();

    const ends = harness.posts.filter(({ threadTs }) => threadTs !== undefined);
    expect(ends.map(({ text }) => text)).to.deep.equal([
      `${instanceId(1)} is kept: AWS didn't take it.`,
      `${instanceId(2)} is kept: it takes tasks again.`,
      `${instanceId(0)} is kept: no replacement came, and AWS didn't take it.`,
    ]);
  });

  it("tells that an instance was left draining, and what runs on it", async () => {
    harness.add(id, { registration: "DRAINING", tasks: [task("a")] });
    harness.enqueue(lifecycle(id));

    await harness.run();

    expect(texts()[1]).to.equal(`${id} was left draining, and still is there: 1 task had not ended: web blue a.`);
  });

  it("tells a second kind of event in the thread of the first", async () => {
    harness.add(id, { goneAt: seconds(600) });
    harness.enqueue(rebalance(id));
    harness.enqueue(interruption(id, "terminate", seconds(400)), seconds(400));

    await harness.run();

    expect(texts().slice(1)).to.deep.equal([
      "Is being taken back: spot interruption (terminate); deadline 10:08:40 UTC",
      `${id} is gone; nothing ran on it.`,
    ]);
    expect(new Set(harness.posts.slice(1).map(({ threadTs }) => threadTs))).to.deep.equal(
      new Set([harness.posts[0]?.ts]),
    );
  });

  it("tells the end of an instance that is taken hours after it was told to be kept", async () => {
    harness.add(id, { goneAt: seconds(7320), tasks: [task("a", { lastStatus: "STOPPED", stoppedAt: seconds(7250) })] });
    harness.enqueue(rebalance(id));
    const later = interruption(id, "terminate", seconds(7200));
    harness.enqueue(later, seconds(7200));
    harness.enqueue(later, seconds(7400));

    await harness.run();

    expect(texts().slice(1)).to.deep.equal([
      `${id} is kept: no replacement came, and AWS didn't take it.`,
      "Is being taken back: spot interruption (terminate); deadline 12:02:00 UTC",
      `Drained in 50 s: ${id} is gone, and all its tasks had ended before.`,
    ]);
    expect(new Set(harness.places.map(({ clientMessageId }) => clientMessageId)).size).to.equal(4);
    expect(harness.messages).to.deep.equal([]);
  });

  it("says nothing about other people's instances, events that aren't ours, and yesterday's news", async () => {
    harness.add(id, { tags: { "switchyard:cluster": "theirs" } });
    harness.add(instanceId(2));
    harness.enqueue(interruption(id));
    harness.enqueue(interruption(instanceId(3)));
    harness.enqueue(interruption(instanceId(2), "terminate", start - 3_600_001));
    harness.enqueue("junk");
    harness.enqueue(lifecycle(instanceId(2), { LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" }));

    await harness.run();

    expect(harness.posts).to.deep.equal([]);
    expect(harness.records.size).to.equal(0);
    expect(harness.log.map(({ event, reason }) => [event, reason])).to.deep.equal([
      ["rejected", "not-json"],
      ["ignored", "not-terminating"],
      ["not-announced", "too-late"],
      ["not-announced", "not-ours"],
      ["not-announced", "not-ours"],
    ]);
  });

  it("tells the end by itself where Slack refused the beginning, and not where it may have it", async () => {
    for (const [failure, expected] of [
      [Object.assign(new Error("fetch failed"), { code: "ECONNREFUSED" }), 1],
      [Object.assign(new Error("slow"), { name: "AbortError" }), 0],
    ] as const) {
      harness = new AnnounceHarness();
      harness.add(id, { goneAt: seconds(120) });
      harness.answer = (tries) => (tries <= 3 ? failure : undefined);
      harness.enqueue(interruption(id));

      await harness.run();

      expect(harness.posts.map(({ threadTs }) => threadTs)).to.deep.equal(Array(expected).fill(undefined));
      expect(logged("AnnouncementLost")).to.have.length(1);
      expect(harness.messages).to.deep.equal([]);
    }
  });

  it("gives a thread up whose opener never came back", async () => {
    harness.add(id, { goneAt: seconds(120) });
    const record = { openedBy: "interruption", openedAt: start, opening: "posting" };
    harness.records.set(id, JSON.stringify(record));
    harness.enqueue(interruption(id));

    await harness.run();

    expect(harness.posts).to.deep.equal([]);
    expect(JSON.parse(harness.records.get(id) ?? "")).to.deep.equal({ ...record, opening: "unknown" });
    expect(harness.messages).to.deep.equal([]);
  });

  it("tells what it knows where ECS says nothing", async () => {
    harness.add(id, { registration: undefined, goneAt: seconds(120) });
    harness.enqueue(interruption(id));

    await harness.run();

    expect(texts()[0]).to.include("tasks left unknown: ECS didn't say");
    expect(texts()[1]).to.equal(`${id} is gone; ECS didn't say what became of its tasks.`);
  });

  it("tells the tasks of the registration whose agent is connected", async () => {
    harness.add(id, { goneAt: seconds(120), hasStaleRegistration: true, tasks: [task("a")] });
    harness.enqueue(interruption(id));

    await harness.run();

    expect(texts()[0]).to.include("tasks left 1: web blue 1");
    expect(texts()[1]).to.equal(`Deadline missed: ${id} is gone, and 1 task had not ended: web blue a.`);
  });

  it("keeps in its queue what isn't over, and what a call failed for", async () => {
    harness.add(id);
    harness.add(instanceId(2));
    harness.enqueue(interruption(id));
    harness.enqueue("junk");
    harness.enqueue(interruption(instanceId(2)));
    const kept = await harness.deliverBatch();
    expect(kept).to.deep.equal([harness.messages[0]?.id, harness.messages[2]?.id]);

    harness.records.set(id, "no JSON");
    await harness.deliverBatch();
    expect(logged("VisitFailed").map((line) => line["instanceId"])).to.deep.equal([id]);
    expect(harness.messages[0]?.visibleAt).to.equal(start + 5000);
  });
});
