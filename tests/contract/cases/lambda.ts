import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { writeZip } from "../../../rehearsal/write-zip";
import type { AwsUnderTest } from "../aws-under-test";
import { type ContractCase, ministack, refusal } from "../contract-case";

const create = ({ lambda }: AwsUnderTest, FunctionName: string, rest: object = {}) =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: "arn:aws:iam::123456789012:role/drain",
      Handler: "index.handler",
      Runtime: "nodejs22.x",
      Timeout: 30,
      MemorySize: 256,
      Code: { ZipFile: zipOf("exports.handler = async () => ({ batchItemFailures: [] });") },
      ...rest,
    }),
  );

/** Reports the messages that say "bad" as failed, and no others. */
const selective = `exports.handler = async ({ Records }) => ({
  batchItemFailures: Records.filter(({ body }) => body === "bad").map(({ messageId }) => ({ itemIdentifier: messageId })),
});`;

const zipOf = (code: string): Uint8Array => new Uint8Array(writeZip(new Map([["index.js", Buffer.from(code)]])));

/** How many messages a queue holds, and how many of them are hidden. */
const depthOf = async (aws: AwsUnderTest, url: string): Promise<unknown> => {
  const attributes = await aws.queueAttributes(url);
  return [attributes["ApproximateNumberOfMessages"], attributes["ApproximateNumberOfMessagesNotVisible"]];
};

/** https://docs.aws.amazon.com/lambda/latest/api/ */
export const lambdaCases: readonly ContractCase[] = [
  {
    name: "a function is described as it was made, with its code's hash",
    run: async (aws) => {
      const { CodeSha256 } = await create(aws, "described", { Environment: { Variables: { COLOR: "blue" } } });
      const { Configuration } = await aws.lambda.send(new GetFunctionCommand({ FunctionName: "described" }));
      const { Handler, Runtime, Timeout, MemorySize, Environment } = Configuration ?? {};
      return [CodeSha256 === Configuration?.CodeSha256, Handler, Runtime, Timeout, MemorySize, Environment?.Variables];
    },
    emulators: ministack,
  },
  {
    name: "a function's configuration changes as far as it is named",
    run: async (aws) => {
      await create(aws, "changed");
      await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "changed", Timeout: 60 }));
      const { Configuration } = await aws.lambda.send(new GetFunctionCommand({ FunctionName: "changed" }));
      return [Configuration?.Timeout, Configuration?.MemorySize];
    },
    emulators: ministack,
  },
  {
    name: "a function's name is taken once, and free again once it is deleted",
    run: async (aws) => {
      await create(aws, "taken");
      const twice = await refusal(create(aws, "taken"));
      await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: "taken" }));
      return [
        twice,
        await refusal(aws.lambda.send(new GetFunctionCommand({ FunctionName: "taken" }))),
        await refusal(create(aws, "taken")),
      ];
    },
    emulators: ministack,
  },
  {
    name: "a queue feeds a function with the batches that are asked for",
    run: async (aws) => {
      const QueueName = "feeding";
      const { QueueUrl = "" } = await aws.sqs.send(
        new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: "60" } }),
      );
      const { QueueArn } = await aws.queueAttributes(QueueUrl);
      await create(aws, "fed");
      const { UUID } = await aws.lambda.send(
        new CreateEventSourceMappingCommand({
          EventSourceArn: QueueArn,
          FunctionName: "fed",
          BatchSize: 50,
          MaximumBatchingWindowInSeconds: 1,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
        }),
      );
      const mapping = await aws.lambda.send(new GetEventSourceMappingCommand({ UUID }));
      return [mapping.BatchSize, mapping.MaximumBatchingWindowInSeconds, mapping.FunctionResponseTypes];
    },
    emulators: ministack,
  },
  {
    name: "what a function reports as failed comes back until it is dead-lettered, and the rest is gone",
    run: async (aws) => {
      const queue = async (QueueName: string, Attributes = {}): Promise<string> =>
        (await aws.sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";
      const dead = await queue("batch-dead");
      const { QueueArn: deadLetterTargetArn } = await aws.queueAttributes(dead);
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
      const url = await queue("batch-fed", { VisibilityTimeout: "2", RedrivePolicy });
      const { QueueArn } = await aws.queueAttributes(url);
      await create(aws, "selective", { Timeout: 2, Code: { ZipFile: zipOf(selective) } });
      await aws.lambda.send(
        new CreateEventSourceMappingCommand({
          EventSourceArn: QueueArn,
          FunctionName: "selective",
          BatchSize: 10,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
        }),
      );
      for (const MessageBody of ["good", "bad", "fine"])
        await aws.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
      for (let second = 0; second < 20 && (await depthOf(aws, dead))?.toString() !== "1,0"; second += 1)
        await sleep(1000);
      const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: dead }));
      return [Messages.map(({ Body }) => Body), await depthOf(aws, url)];
    },
    emulators: ministack,
  },
];
