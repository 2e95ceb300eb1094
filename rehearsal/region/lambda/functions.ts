import { createHash } from "node:crypto";
import type {
  CreateFunctionCommandInput,
  DeleteFunctionCommandInput,
  FunctionConfiguration,
  GetFunctionCommandInput,
  PutFunctionConcurrencyCommandInput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
  UpdateFunctionCodeCommandInput,
  UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import { AwsError, type Operation } from "../operation";
import { functionOf, overlay, putFunction } from "./function-records";
import type { FunctionRecord } from "./state";

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html; time-outs in seconds, memory in MB. */
const limits = { zipBytes: 50 * 1024 * 1024, timeout: [1, 900], memory: [128, 10_240] } as const;

/** Creates a function from a zip; it is active at once, where AWS takes some seconds. */
export const createFunction: Operation<CreateFunctionCommandInput, FunctionConfiguration> = (state, input, context) => {
  const { Code, Tags = {}, Publish: _publish, ...config } = input;
  const functionName = input.FunctionName ?? "";
  if (!/^[a-zA-Z0-9-_]{1,64}$/.test(functionName)) {
    throw invalid(`FunctionName ${JSON.stringify(functionName)}: use 1 to 64 letters, digits, - or _`);
  }
  if (state.lambda.functions[functionName] !== undefined) {
    throw new AwsError("ResourceConflictException", `Function already exist: ${functionName}`, 409);
  }
  const { accountId, region, now } = context;
  requireConfig(config);
  const record: FunctionRecord = {
    functionName,
    functionArn: `arn:aws:lambda:${region}:${accountId}:function:${functionName}`,
    config,
    ...codeOf(Code?.ZipFile),
    tags: Tags,
    modifiedAt: now,
  };
  return { state: putFunction(state, record), output: describe(record) };
};

const codeOf = (zip: Uint8Array | undefined): Pick<FunctionRecord, "zip" | "codeSha256"> => {
  if (zip === undefined) {
    throw new AwsError("NotModelled", "The rehearsal's region models functions with a ZipFile only.", 501);
  }
  if (zip.byteLength > limits.zipBytes) {
    throw new AwsError("RequestEntityTooLargeException", `The zip has ${zip.byteLength} bytes: 50 MiB at most.`, 413);
  }
  return { zip, codeSha256: createHash("sha256").update(zip).digest("base64") };
};

const requireConfig = ({ Runtime, Handler, Role, ...rest }: FunctionRecord["config"]): void => {
  if (!Runtime?.startsWith("nodejs")) {
    throw new AwsError("NotModelled", `The rehearsal's region runs Node.js functions, not ${Runtime}.`, 501);
  }
  if (Handler === undefined || Role === undefined) throw invalid("Handler and Role are required for a zip package");
  requireRange("Timeout", rest.Timeout ?? 3, limits.timeout);
  requireRange("MemorySize", rest.MemorySize ?? 128, limits.memory);
};

const requireRange = (name: string, value: number, [least, most]: readonly [number, number]): void => {
  if (value < least || value > most) throw invalid(`${name} is ${value}: use ${least} to ${most}`);
};

const invalid = (problem: string): AwsError => new AwsError("InvalidParameterValueException", `${problem}.`);

/** A function and where its code would be. */
export const getFunction: Operation<GetFunctionCommandInput> = (state, input) => {
  const record = functionOf(state, input.FunctionName);
  const { reservedConcurrency } = record;
  return {
    state,
    output: {
      Configuration: describe(record),
      Code: { RepositoryType: "S3" },
      Tags: record.tags,
      ...(reservedConcurrency === undefined
        ? {}
        : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
    },
  };
};

/** Replaces the code; environments that run the old one end. */
export const updateFunctionCode: Operation<UpdateFunctionCodeCommandInput, FunctionConfiguration> = (
  state,
  input,
  { now },
) => {
  const record = { ...functionOf(state, input.FunctionName), ...codeOf(input.ZipFile), modifiedAt: now };
  return { state: putFunction(state, record), output: describe(record) };
};

/** Changes what is named; environments that run with the old settings end. */
export const updateFunctionConfiguration: Operation<UpdateFunctionConfigurationCommandInput, FunctionConfiguration> = (
  state,
  input,
  { now },
) => {
  const before = functionOf(state, input.FunctionName);
  const config = overlay(before.config, { ...input, FunctionName: before.functionName });
  requireConfig(config);
  const record = { ...before, config, modifiedAt: now };
  return { state: putFunction(state, record), output: describe(record) };
};

/** Sets apart how many invocations may run at once. */
export const putFunctionConcurrency: Operation<PutFunctionConcurrencyCommandInput> = (state, input) => {
  const record = functionOf(state, input.FunctionName);
  const reservedConcurrency = input.ReservedConcurrentExecutions ?? 0;
  return {
    state: putFunction(state, { ...record, reservedConcurrency }),
    output: { ReservedConcurrentExecutions: reservedConcurrency },
  };
};

/** Deletes a function; its event source mappings stay, and fail. */
export const deleteFunction: Operation<DeleteFunctionCommandInput> = (state, input) => {
  const { [functionOf(state, input.FunctionName).functionName]: _deleted, ...functions } = state.lambda.functions;
  return { state: { ...state, lambda: { ...state.lambda, functions } }, output: {} };
};

/** Adds or replaces tags of a function. */
export const tagFunction: Operation<TagResourceCommandInput> = (state, { Resource, Tags }) => {
  const record = functionOf(state, Resource);
  return { state: putFunction(state, { ...record, tags: { ...record.tags, ...Tags } }), output: {} };
};

/** Removes tags of a function by key. */
export const untagFunction: Operation<UntagResourceCommandInput> = (state, { Resource, TagKeys = [] }) => {
  const record = functionOf(state, Resource);
  const kept = Object.entries(record.tags).filter(([key]) => !TagKeys.includes(key));
  return { state: putFunction(state, { ...record, tags: Object.fromEntries(kept) }), output: {} };
};

const describe = ({
  functionName,
  functionArn,
  config,
  zip,
  codeSha256,
  modifiedAt,
}: FunctionRecord): FunctionConfiguration => ({
  FunctionName: functionName,
  FunctionArn: functionArn,
  Runtime: config.Runtime,
  Role: config.Role,
  Handler: config.Handler,
  Description: config.Description ?? "",
  Timeout: config.Timeout ?? 3,
  MemorySize: config.MemorySize ?? 128,
  Architectures: config.Architectures ?? ["x86_64"],
  ...(config.Environment === undefined ? {} : { Environment: { Variables: config.Environment.Variables } }),
  CodeSize: zip.byteLength,
  CodeSha256: codeSha256,
  LastModified: new Date(modifiedAt).toISOString().replace("Z", "+0000"),
  PackageType: "Zip",
  State: "Active",
  LastUpdateStatus: "Successful",
  Version: "$LATEST",
});
