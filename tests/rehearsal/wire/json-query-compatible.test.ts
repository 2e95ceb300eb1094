import { createHash } from "node:crypto";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { AwsError } from "../../../rehearsal/region/operation";
import { operationName, trip, WireUnderTest } from "./wire-under-test";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const QueueUrl = "http://127.0.0.1/123456789012/queue";
const sqsTrips = [
  trip(
    new ReceiveMessageCommand({
      QueueUrl,
      WaitTimeSeconds: 0,
      MessageSystemAttributeNames: ["ApproximateReceiveCount"],
    }),
    {
      Messages: [
        {
          MessageId: "m",
          ReceiptHandle: "r",
          Body: "{}",
          MD5OfBody: md5("{}"),
          Attributes: { ApproximateReceiveCount: "1" },
          MessageAttributes: { blob: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255, 10]) } },
        },
      ],
    },
  ),
  trip(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: "{}",
      DelaySeconds: 0,
      MessageAttributes: { blob: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255, 10]) } },
    }),
    { MessageId: "m", MD5OfMessageBody: md5("{}") },
  ),
  trip(new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: "1", ReceiptHandle: "r" }] }), {
    Successful: [],
    Failed: [{ Id: "1", SenderFault: true, Code: "ReceiptHandleIsInvalid" }],
  }),
];

describe("the JSON protocol of a service that once spoke the query protocol", () => {
  const wire = new WireUnderTest();
  let sqs: SQSClient;

  before(async () => {
    await wire.start();
    sqs = wire.adopt(new SQSClient({ ...wire.clientConfig, useQueueUrlAsEndpoint: false }));
  });
  after(() => wire.stop());

  for (const roundTrip of sqsTrips) {
    it(`carries sqs ${operationName(roundTrip.command)} both ways`, () => wire.assertRoundTrip("sqs", sqs, roundTrip));
  }

  it("raises a modelled exception as its class", async () => {
    const command = new SendMessageCommand({ QueueUrl, MessageBody: "{}" });
    expect(await wire.refusal(sqs, command, new AwsError("QueueDoesNotExist", "No such queue."))).to.deep.equal({
      name: "QueueDoesNotExist",
      message: "No such queue.",
      className: "QueueDoesNotExist",
      statusCode: 400,
    });
  });

  it("tells the query protocol's code only to clients that ask for it", async () => {
    wire.answer = new AwsError("QueueDoesNotExist", "No such queue.");
    const ask = (mode: Record<string, string>) =>
      fetch(wire.url, {
        method: "POST",
        headers: {
          authorization: "AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/sqs/aws4_request",
          "x-amz-target": "AmazonSQS.SendMessage",
          ...mode,
        },
        body: "{}",
      });
    const asked = await ask({ "x-amzn-query-mode": "true" });
    expect(asked.headers.get("x-amzn-query-error")).to.equal("AWS.SimpleQueueService.NonExistentQueue;Sender");
    expect(asked.headers.get("content-type")).to.equal("application/x-amz-json-1.0");
    expect((await ask({})).headers.get("x-amzn-query-error")).to.equal(null);
  });
});
