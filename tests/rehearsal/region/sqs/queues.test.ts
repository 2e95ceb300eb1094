import { expect } from "chai";
import { RehearsedRegion } from "../rehearsed-region";

const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";
const arn = "arn:aws:sqs:eu-west-1:123456789012:jobs";

describe("queues", () => {
  let rehearsed = new RehearsedRegion();
  const call = <Output = unknown>(operation: string, input: object): Promise<Output> =>
    rehearsed.call<Output>("sqs", operation, input);
  const refusal = (operation: string, input: object): Promise<unknown> => rehearsed.refusal("sqs", operation, input);

  beforeEach(() => {
    rehearsed = new RehearsedRegion();
  });

  it("have AWS's defaults, and tell how many messages are where", async () => {
    expect(await call("CreateQueue", { QueueName: "jobs", tags: { team: "a" } })).to.deep.equal({ QueueUrl: url });
    for (const MessageBody of ["one", "two", "three"]) await call("SendMessage", { QueueUrl: url, MessageBody });
    await call("SendMessage", { QueueUrl: url, MessageBody: "later", DelaySeconds: 60 });
    await call("ReceiveMessage", { QueueUrl: url });

    expect(await call("GetQueueAttributes", { QueueUrl: url, AttributeNames: ["All"] })).to.deep.equal({
      Attributes: {
        DelaySeconds: "0",
        MaximumMessageSize: "1048576",
        MessageRetentionPeriod: "345600",
        ReceiveMessageWaitTimeSeconds: "0",
        VisibilityTimeout: "30",
        SqsManagedSseEnabled: "true",
        QueueArn: arn,
        ApproximateNumberOfMessages: "2",
        ApproximateNumberOfMessagesDelayed: "1",
        ApproximateNumberOfMessagesNotVisible: "1",
        CreatedTimestamp: "1000",
        LastModifiedTimestamp: "1000",
      },
    });
    expect(await call("ListQueueTags", { QueueUrl: url })).to.deep.equal({ Tags: { team: "a" } });
  });

  it("give only the attributes that were asked for", async () => {
    await call("CreateQueue", { QueueName: "jobs" });

    expect(await call("GetQueueAttributes", { QueueUrl: url })).to.deep.equal({ Attributes: {} });
    expect(await call("GetQueueAttributes", { QueueUrl: url, AttributeNames: ["QueueArn"] })).to.deep.equal({
      Attributes: { QueueArn: arn },
    });
  });

  it("are created once: the same attributes answer the queue, others are refused", async () => {
    await call("CreateQueue", { QueueName: "jobs", Attributes: { VisibilityTimeout: "35" } });

    expect(await call("CreateQueue", { QueueName: "jobs", Attributes: { VisibilityTimeout: "35" } })).to.deep.equal({
      QueueUrl: url,
    });
    expect(await refusal("CreateQueue", { QueueName: "jobs", Attributes: { VisibilityTimeout: "36" } })).to.deep.equal([
      "QueueNameExists",
      "A queue already exists with the same name and a different value for attribute VisibilityTimeout",
    ]);
  });

  it("are found by account and name, whatever the host is", async () => {
    await call("CreateQueue", { QueueName: "jobs" });

    expect(await call("GetQueueUrl", { QueueName: "jobs" })).to.deep.equal({ QueueUrl: url });
    await call("SendMessage", { QueueUrl: "http://127.0.0.1:4566/123456789012/jobs", MessageBody: "hello" });
    expect(await call("ReceiveMessage", { QueueUrl: url })).to.have.nested.property("Messages[0].Body", "hello");
    expect(await refusal("GetQueueUrl", { QueueName: "other" })).to.deep.equal([
      "QueueDoesNotExist",
      "The specified queue does not exist.",
    ]);
  });

  it("change attributes one by one; an empty policy takes it away", async () => {
    await call("CreateQueue", { QueueName: "jobs" });
    await call("SetQueueAttributes", { QueueUrl: url, Attributes: { Policy: "{}", VisibilityTimeout: "7" } });
    await call("SetQueueAttributes", { QueueUrl: url, Attributes: { Policy: "" } });

    const asked = { QueueUrl: url, AttributeNames: ["Policy", "VisibilityTimeout"] };
    expect(await call("GetQueueAttributes", asked)).to.deep.equal({ Attributes: { VisibilityTimeout: "7" } });
  });

  it("take tags and lose them", async () => {
    await call("CreateQueue", { QueueName: "jobs", tags: { a: "1", b: "2" } });
    await call("TagQueue", { QueueUrl: url, Tags: { b: "3", c: "4" } });
    await call("UntagQueue", { QueueUrl: url, TagKeys: ["a"] });

    expect(await call("ListQueueTags", { QueueUrl: url })).to.deep.equal({ Tags: { b: "3", c: "4" } });
  });

  it("are gone with their messages once deleted", async () => {
    await call("CreateQueue", { QueueName: "jobs" });
    await call("DeleteQueue", { QueueUrl: url });

    expect(rehearsed.region.state.sqs.queues).to.deep.equal({});
  });

  const refused: readonly (readonly [object, string])[] = [
    [{ QueueName: "jobs.fifo" }, "InvalidParameterValue"],
    [{ QueueName: "a".repeat(81) }, "InvalidParameterValue"],
    [{ QueueName: "jobs", Attributes: { VisibilityTimeout: "43201" } }, "InvalidAttributeValue"],
    [{ QueueName: "jobs", Attributes: { MessageRetentionPeriod: "59" } }, "InvalidAttributeValue"],
    [{ QueueName: "jobs", Attributes: { DelaySeconds: "901" } }, "InvalidAttributeValue"],
    [{ QueueName: "jobs", Attributes: { Policy: "{" } }, "InvalidAttributeValue"],
    [{ QueueName: "jobs", Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"a"}' } }, "InvalidAttributeValue"],
    [
      { QueueName: "jobs", Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"a","maxReceiveCount":1001}' } },
      "InvalidAttributeValue",
    ],
    [{ QueueName: "jobs", Attributes: { FifoQueue: "true" } }, "NotModelled"],
  ];
  for (const [input, code] of refused) {
    it(`refuse ${JSON.stringify(input).slice(0, 90)}`, async () => {
      expect(await refusal("CreateQueue", input)).to.have.property("0", code);
    });
  }
});
