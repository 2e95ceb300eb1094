import type { Message } from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSMessageAttributes } from "aws-lambda";
import type { CallContext } from "../operation";

/** A batch as Lambda gives it to a function. Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export const sqsEvent = (
  messages: readonly Message[],
  queueArn: string,
  { region }: Pick<CallContext, "region">,
): SQSEvent => ({
  Records: messages.map(({ MessageId, ReceiptHandle, Body, MD5OfBody, Attributes, MessageAttributes }) => ({
    messageId: MessageId ?? "",
    receiptHandle: ReceiptHandle ?? "",
    body: Body ?? "",
    attributes: {
      ApproximateReceiveCount: Attributes?.ApproximateReceiveCount ?? "",
      SentTimestamp: Attributes?.SentTimestamp ?? "",
      SenderId: Attributes?.SenderId ?? "",
      ApproximateFirstReceiveTimestamp: Attributes?.ApproximateFirstReceiveTimestamp ?? "",
    },
    messageAttributes: attributesOf(MessageAttributes),
    md5OfBody: MD5OfBody ?? "",
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: region,
  })),
});

const attributesOf = (attributes: Message["MessageAttributes"] = {}): SQSMessageAttributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType = "String", StringValue }]) => [
      name,
      { dataType: DataType as "String", ...(StringValue === undefined ? {} : { stringValue: StringValue }) },
    ]),
  );
