import type { Message } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { RehearsedRegion } from "../rehearsed-region";

const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";
const deadUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/dead";

describe("messages", () => {
  let rehearsed = new RehearsedRegion();
  const call = <Output = unknown>(operation: string, input: object): Promise<Output> =>
    rehearsed.call<Output>("sqs", operation, { QueueUrl: url, ...input });
  const refusal = (operation: string, input: object): Promise<unknown> =>
    rehearsed.refusal("sqs", operation, { QueueUrl: url, ...input });
  const receive = async (input: object = {}): Promise<readonly Message[]> =>
    (await call<{ Messages: Message[] }>("ReceiveMessage", { MaxNumberOfMessages: 10, ...input })).Messages;
  const bodies = async (input: object = {}): Promise<unknown> => (await receive(input)).map(({ Body }) => Body);

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await rehearsed.call("sqs", "CreateQueue", { QueueName: "dead" });
    await rehearsed.call("sqs", "CreateQueue", { QueueName: "jobs", Attributes: { VisibilityTimeout: "35" } });
  });

  it("come with their counts, times and checksum, as functions and the SDK expect", async () => {
    const MessageAttributes = { reason: { DataType: "String", StringValue: "expired" } };
    const sent = await call<{ MessageId: string }>("SendMessage", { MessageBody: "hello", MessageAttributes });
    rehearsed.now += 1500;
    const [message] = await receive();

    expect(sent).to.deep.equal({ MessageId: message?.MessageId, MD5OfMessageBody: "5d41402abc4b2a76b9719d911017c592" });
    expect(message).to.deep.equal({
      MessageId: sent.MessageId,
      ReceiptHandle: message?.ReceiptHandle,
      Body: "hello",
      MD5OfBody: "5d41402abc4b2a76b9719d911017c592",
      Attributes: {
        ApproximateReceiveCount: "1",
        ApproximateFirstReceiveTimestamp: "1001500",
        SenderId: "123456789012",
        SentTimestamp: "1000000",
      },
      MessageAttributes,
    });
  });

  it("are hidden from their receive on for the visibility timeout, to the millisecond", async () => {
    await call("SendMessage", { MessageBody: "a" });
    expect(await bodies()).to.deep.equal(["a"]);
    rehearsed.now += 34_999;
    expect(await bodies()).to.deep.equal([]);
    rehearsed.now += 1;
    const [again] = await receive();

    expect(again?.Attributes).to.include({ ApproximateReceiveCount: "2", ApproximateFirstReceiveTimestamp: "1000000" });
  });

  it("are hidden longer or shorter by their receiver", async () => {
    await call("SendMessage", { MessageBody: "a" });
    const [message] = await receive();
    await call("ChangeMessageVisibility", { ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 240 });
    rehearsed.now += 239_999;
    expect(await bodies()).to.deep.equal([]);
    rehearsed.now += 1;
    const [again] = await receive();
    await call("ChangeMessageVisibility", { ReceiptHandle: again?.ReceiptHandle, VisibilityTimeout: 0 });

    expect(await bodies()).to.deep.equal(["a"]);
  });

  it("aren't visible before their delay is over", async () => {
    await call("SendMessage", { MessageBody: "a", DelaySeconds: 5 });
    rehearsed.now += 4999;
    expect(await bodies()).to.deep.equal([]);
    rehearsed.now += 1;
    expect(await bodies()).to.deep.equal(["a"]);
  });

  it("are deleted by the handle of their last receive only", async () => {
    await call("SendMessage", { MessageBody: "a" });
    const [first] = await receive({ VisibilityTimeout: 0 });
    const [second] = await receive();
    await call("DeleteMessage", { ReceiptHandle: first?.ReceiptHandle });
    expect(rehearsed.region.state.sqs.queues[url]?.messages).to.have.length(1);
    await call("DeleteMessage", { ReceiptHandle: second?.ReceiptHandle });

    expect(rehearsed.region.state.sqs.queues[url]?.messages).to.deep.equal([]);
  });

  it("can't be hidden once they are visible again, or by an old handle", async () => {
    await call("SendMessage", { MessageBody: "a" });
    const [message] = await receive({ VisibilityTimeout: 1 });
    rehearsed.now += 1000;
    const change = { ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 10 };
    expect(await refusal("ChangeMessageVisibility", change)).to.have.property("0", "MessageNotInflight");
    await receive();

    expect(await refusal("ChangeMessageVisibility", change)).to.have.property("0", "InvalidParameterValue");
  });

  it("stay hidden for at most twelve hours after a receive", async () => {
    await call("SendMessage", { MessageBody: "a" });
    const [message] = await receive({ VisibilityTimeout: 43_200 });
    rehearsed.now += 200_000;
    const change = { ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 43_000 };

    expect(await call("ChangeMessageVisibility", change)).to.deep.equal({});
    expect(await refusal("ChangeMessageVisibility", { ...change, VisibilityTimeout: 43_001 })).to.deep.equal([
      "InvalidParameterValue",
      "Value 43001 for parameter VisibilityTimeout is invalid. Reason: use 0 to 43000 seconds (12 hours from the receive).",
    ]);
  });

  it("go to the dead-letter queue instead of a receive too many", async () => {
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: "arn:aws:sqs:eu-west-1:123456789012:dead",
      maxReceiveCount: 2,
    });
    await call("SetQueueAttributes", { Attributes: { RedrivePolicy } });
    await call("SendMessage", { MessageBody: "a" });
    expect(await bodies({ VisibilityTimeout: 0 })).to.deep.equal(["a"]);
    expect(await bodies({ VisibilityTimeout: 0 })).to.deep.equal(["a"]);
    expect(await bodies({ VisibilityTimeout: 0 })).to.deep.equal([]);

    expect(await bodies({ QueueUrl: deadUrl })).to.deep.equal(["a"]);
    expect(rehearsed.region.state.sqs.queues[url]?.messages).to.deep.equal([]);
  });

  it("are gone when their queue has kept them long enough", async () => {
    await call("SetQueueAttributes", { Attributes: { MessageRetentionPeriod: "60" } });
    await call("SendMessage", { MessageBody: "a" });
    rehearsed.tick(60_000);
    expect(rehearsed.region.state.sqs.queues[url]?.messages).to.have.length(1);
    rehearsed.tick(1);

    expect(rehearsed.region.state.sqs.queues[url]?.messages).to.deep.equal([]);
  });

  it("are sent, hidden and deleted ten at a time, each for itself", async () => {
    const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: `${index}`, MessageBody: index === 3 ? "" : "x" }));
    const sent = await call<{ Successful: object[]; Failed: object[] }>("SendMessageBatch", { Entries });
    expect(sent.Successful).to.have.length(9);
    expect(sent.Failed).to.deep.equal([
      {
        Id: "3",
        SenderFault: true,
        Code: "MissingParameter",
        Message: "The request must contain the parameter MessageBody.",
      },
    ]);
    const received = await receive();
    const handles = received.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
    const hidden = handles.map((entry) => ({ ...entry, VisibilityTimeout: 100 }));
    expect(await call("ChangeMessageVisibilityBatch", { Entries: hidden })).to.have.property("Failed").that.is.empty;
    rehearsed.now += 99_999;
    expect(await bodies()).to.deep.equal([]);
    await call("DeleteMessageBatch", { Entries: handles });

    expect(rehearsed.region.state.sqs.queues[url]?.messages).to.deep.equal([]);
  });

  const refused: readonly (readonly [string, object, string])[] = [
    ["SendMessage", { MessageBody: "" }, "MissingParameter"],
    ["SendMessage", { MessageBody: "é".repeat(524_289) }, "InvalidParameterValue"],
    ["ReceiveMessage", { MaxNumberOfMessages: 11 }, "InvalidParameterValue"],
    ["ReceiveMessage", { MaxNumberOfMessages: 0 }, "InvalidParameterValue"],
    ["SendMessageBatch", { Entries: [] }, "EmptyBatchRequest"],
    ["DeleteMessageBatch", { Entries: [{ Id: "a" }, { Id: "a" }] }, "BatchEntryIdsNotDistinct"],
    [
      "DeleteMessageBatch",
      { Entries: Array.from({ length: 11 }, (_, index) => ({ Id: `${index}` })) },
      "TooManyEntriesInBatchRequest",
    ],
  ];
  for (const [operation, input, code] of refused) {
    it(`refuse ${operation} with ${JSON.stringify(input).slice(0, 60)}`, async () => {
      expect(await refusal(operation, input)).to.have.property("0", code);
    });
  }
});
