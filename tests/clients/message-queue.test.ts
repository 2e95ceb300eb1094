import type { SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { createMessageQueue } from "../../clients/message-queue";
import { fakeAwsClient } from "../support/fake-aws-client";

const QueueUrl = "https://sqs/jobs";
const receiving = { most: 3, waitSeconds: 5, hiddenSeconds: 70 };

describe("createMessageQueue", () => {
  it("receives messages with their attributes that are texts", async () => {
    const { client, sent } = fakeAwsClient<SQSClient>(() => ({
      Messages: [
        {
          MessageId: "m-1",
          Body: "one",
          ReceiptHandle: "r-1",
          MessageAttributes: { kind: { DataType: "String", StringValue: "mail" }, raw: { DataType: "Binary" } },
        },
        {},
      ],
    }));
    expect(await createMessageQueue(client, QueueUrl).receive(receiving)).to.deep.equal([
      { id: "m-1", body: "one", attributes: { kind: "mail" }, receiptHandle: "r-1" },
      { id: "", body: "", attributes: {}, receiptHandle: "" },
    ]);
    expect(sent).to.deep.equal([
      {
        operation: "ReceiveMessage",
        input: {
          QueueUrl,
          MaxNumberOfMessages: 3,
          WaitTimeSeconds: 5,
          VisibilityTimeout: 70,
          MessageAttributeNames: ["All"],
        },
      },
    ]);
  });

  it("receives nothing from an empty queue", async () => {
    const { client } = fakeAwsClient<SQSClient>(() => ({}));
    expect(await createMessageQueue(client, QueueUrl).receive(receiving)).to.deep.equal([]);
  });

  it("deletes and gives back by the receipt", async () => {
    const { client, sent } = fakeAwsClient<SQSClient>(() => ({}));
    const queue = createMessageQueue(client, QueueUrl);
    await queue.delete("r-1");
    await queue.giveBack("r-2", 10);
    expect(sent).to.deep.equal([
      { operation: "DeleteMessage", input: { QueueUrl, ReceiptHandle: "r-1" } },
      { operation: "ChangeMessageVisibility", input: { QueueUrl, ReceiptHandle: "r-2", VisibilityTimeout: 10 } },
    ]);
  });
});
