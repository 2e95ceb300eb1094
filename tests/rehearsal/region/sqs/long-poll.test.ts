import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Region } from "../../../../rehearsal/region/region";

const QueueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";

describe("a long poll", () => {
  let region: Region;

  beforeEach(async () => {
    region = new Region();
    await region.call("sqs", "CreateQueue", { QueueName: "jobs" });
  });

  const receive = async (input: object = {}) => {
    const start = performance.now();
    const { Messages } = (await region.call("sqs", "ReceiveMessage", { QueueUrl, ...input })) as {
      Messages: { Body: string }[];
    };
    return { bodies: Messages.map(({ Body }) => Body), milliseconds: performance.now() - start };
  };
  const send = () => region.call("sqs", "SendMessage", { QueueUrl, MessageBody: "one" });

  it("answers as soon as there is a message", async () => {
    const received = receive({ WaitTimeSeconds: 4 });
    await sleep(50);
    await send();
    const { bodies, milliseconds } = await received;
    expect(bodies).to.deep.equal(["one"]);
    expect(milliseconds).to.be.within(40, 2_000);
  });

  it("answers without a message when its time is over, by the queue's own setting where it names none", async () => {
    const { bodies, milliseconds } = await receive({ WaitTimeSeconds: 1 });
    expect(bodies).to.deep.equal([]);
    expect(milliseconds).to.be.within(900, 3_000);
    await region.call("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { ReceiveMessageWaitTimeSeconds: "1" } });
    expect((await receive()).milliseconds).to.be.within(900, 3_000);
  });

  it("doesn't wait where nobody asked for it, or where there is a message", async () => {
    expect((await receive()).milliseconds).to.be.below(200);
    await send();
    const { bodies, milliseconds } = await receive({ WaitTimeSeconds: 4 });
    expect(bodies).to.deep.equal(["one"]);
    expect(milliseconds).to.be.below(200);
  });

  it("is one call in the record", async () => {
    const received = receive({ WaitTimeSeconds: 4 });
    await sleep(50);
    await send();
    await received;
    expect(region.calls.map(({ operation }) => operation)).to.deep.equal([
      "CreateQueue",
      "SendMessage",
      "ReceiveMessage",
    ]);
  });

  it("is recorded as its caller's", async () => {
    await region.as("task-1")("sqs", "ReceiveMessage", { QueueUrl });
    const failure: unknown = await region
      .as("task-2")("sqs", "Nothing", {})
      .catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(region.calls.map(({ caller, error }) => [caller, error])).to.deep.equal([
      [undefined, undefined],
      ["task-1", undefined],
      ["task-2", "NotModelled"],
    ]);
  });
});
