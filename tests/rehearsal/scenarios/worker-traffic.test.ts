import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Region } from "../../../rehearsal/region/region";
import { WorkerTraffic } from "../../../rehearsal/scenarios/worker-traffic";

const QueueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";

describe("WorkerTraffic", () => {
  let region: Region;
  let traffic: WorkerTraffic;

  beforeEach(async () => {
    region = new Region();
    await region.call("sqs", "CreateQueue", { QueueName: "jobs" });
    traffic = new WorkerTraffic(region, QueueUrl, { messages: 25, perSecond: 100 });
  });
  afterEach(() => traffic.stop());

  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await sleep(10);
  };
  const receive = async () => {
    const input = { QueueUrl, MaxNumberOfMessages: 10 };
    const { Messages } = (await region.call("sqs", "ReceiveMessage", input)) as {
      Messages: { ReceiptHandle: string }[];
    };
    return Messages;
  };

  it("sends so many messages, each with a body of its own, and is done when the queue is empty", async () => {
    await until(() => traffic.sent.length === 25);
    expect(traffic.sent).to.deep.equal(Array.from({ length: 25 }, (_, index) => `m-${index}`));
    expect([traffic.isDone, traffic.inFlight]).to.deep.equal([false, 0]);
    for (let received = await receive(); received.length > 0; received = await receive()) {
      expect(traffic.inFlight).to.equal(received.length);
      for (const { ReceiptHandle } of received) await region.call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle });
    }
    expect([traffic.isDone, traffic.inFlight]).to.deep.equal([true, 0]);
  });

  it("shows a message again that somebody works on", async () => {
    await until(() => traffic.sent.length > 0);
    expect((await receive()).length).to.be.above(0);
    await until(() => traffic.duplicated > 0);
    expect(region.calls.filter(({ operation }) => operation === "ChangeMessageVisibility")).to.have.length(
      traffic.duplicated,
    );
  });
});
