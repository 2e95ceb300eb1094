import type { SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { createDrainQueue } from "../../clients/drain-queue";
import { callOnce, fakeAwsClient } from "../support/fake-aws-client";

const urls = { queueUrl: "https://sqs/drain", deadLetterQueueUrl: "https://sqs/dead" };

describe("createDrainQueue", () => {
  it("hides a message without sending anything", async () => {
    const { client, sent } = fakeAwsClient<SQSClient>(() => ({}));

    await createDrainQueue(client, callOnce, urls).hide("receipt", 240);

    expect(sent).to.deep.equal([
      {
        operation: "ChangeMessageVisibility",
        input: { QueueUrl: "https://sqs/drain", ReceiptHandle: "receipt", VisibilityTimeout: 240 },
      },
    ]);
  });

  it("dead-letters a message with the reason beside it", async () => {
    const { client, sent } = fakeAwsClient<SQSClient>(() => ({}));

    await createDrainQueue(client, callOnce, urls).bury("junk", "not-json");

    expect(sent).to.deep.equal([
      {
        operation: "SendMessage",
        input: {
          QueueUrl: "https://sqs/dead",
          MessageBody: "junk",
          MessageAttributes: { reason: { DataType: "String", StringValue: "not-json" } },
        },
      },
    ]);
  });
});
