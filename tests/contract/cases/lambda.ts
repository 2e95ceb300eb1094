import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { writeZip } from "../../../rehearsal/write-zip";
import type { AwsUnderTest } from "../aws-under-test";
import { type ContractCase, ministack, refusal } from "../contract-case";

const ZipFile = new Uint8Array(
  writeZip(new Map([["index.js", Buffer.from("exports.handler = async () => ({ batchItemFailures: [] });")]])),
);

const create = ({ lambda }: AwsUnderTest, FunctionName: string, rest: object = {}) =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: "arn:aws:iam::123456789012:role/drain",
      Handler: "index.handler",
      Runtime: "nodejs22.x",
      Timeout: 30,
      MemorySize: 256,
      Code: { ZipFile },
      ...rest,
    }),
  );

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
];
