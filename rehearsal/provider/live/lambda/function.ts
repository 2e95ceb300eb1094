import type {
  CreateFunctionRequest,
  FunctionConfiguration,
  GetFunctionCommandOutput,
  UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveResource, type LiveType, type LiveUpdate } from "../../live-type";
import { numberIn, objectIn, type Properties, textIn, textsIn } from "../../properties";
import { tagMapOf } from "../tag-map";
import { tagChange } from "../tags";
import { zipOf } from "./archive";

const notFound = ["ResourceNotFoundException"];

/** What an UpdateFunctionConfiguration carries. */
const settings = [
  "description",
  "environment",
  "handler",
  "loggingConfig",
  "memorySize",
  "role",
  "runtime",
  "timeout",
  "tracingConfig",
];

/** `aws.lambda.Function` with a zip package. */
export const lambdaFunction: LiveType = {
  create: async (inputs, context) => {
    const input: CreateFunctionRequest = {
      ...configOf(inputs),
      Architectures: textsIn(inputs, "architectures") as CreateFunctionRequest["Architectures"],
      Code: { ZipFile: await zipOf(inputs["code"]) },
      PackageType: "Zip",
      Tags: tagMapOf(inputs),
    } as CreateFunctionRequest;
    const resource = toResource(await context.send<FunctionConfiguration>("lambda", "CreateFunction", input), context);
    context.keep(resource);
    await putConcurrency(inputs, context);
    return resource;
  },
  read: async ({ id }, context) => {
    const request = context.send<GetFunctionCommandOutput>("lambda", "GetFunction", { FunctionName: id });
    const found = (await unlessRefused(request, notFound))?.Configuration;
    return found && toResource(found, context);
  },
  update: async (change, context) => {
    const { id, news } = change;
    if (hasChanged(change, settings)) await context.send("lambda", "UpdateFunctionConfiguration", configOf(news));
    if (hasChangedCode(change)) {
      const ZipFile = await zipOf(news["code"]);
      await context.send("lambda", "UpdateFunctionCode", { FunctionName: id, ZipFile });
    }
    if (hasChanged(change, ["reservedConcurrentExecutions"])) await putConcurrency(news, context);
    await updateTags(change, context);
    const { Configuration = {} } = await context.send<GetFunctionCommandOutput>("lambda", "GetFunction", {
      FunctionName: id,
    });
    return toResource(Configuration, context).outputs;
  },
  delete: async ({ id }, { send }) => {
    await unlessRefused(send("lambda", "DeleteFunction", { FunctionName: id }), notFound);
  },
  outputsChangedBy: (olds, news) =>
    hasChanged({ olds, news }, settings) || hasChangedCode({ olds, news })
      ? ["lastModified", "codeSha256", "sourceCodeHash", "sourceCodeSize"]
      : [],
  filledIn: ["architectures", "codeSha256", "sourceCodeHash"],
};

/** An archive is known by its hash: an old one comes without its content. */
const hasChangedCode = ({ olds, news }: Pick<LiveUpdate, "olds" | "news">): boolean =>
  objectIn(olds, "code")["hash"] !== objectIn(news, "code")["hash"];

const configOf = (inputs: Properties): UpdateFunctionConfigurationRequest => {
  const variables = objectIn(objectIn(inputs, "environment"), "variables");
  const logging = objectIn(inputs, "loggingConfig");
  return {
    FunctionName: textIn(inputs, "name"),
    Role: textIn(inputs, "role"),
    Handler: textIn(inputs, "handler"),
    Runtime: textIn(inputs, "runtime") as UpdateFunctionConfigurationRequest["Runtime"],
    Description: textIn(inputs, "description"),
    Timeout: numberIn(inputs, "timeout"),
    MemorySize: numberIn(inputs, "memorySize"),
    Environment: {
      Variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
    },
    LoggingConfig: {
      LogFormat: textIn(logging, "logFormat") as "JSON",
      LogGroup: textIn(logging, "logGroup"),
      SystemLogLevel: textIn(logging, "systemLogLevel") as "WARN",
      ApplicationLogLevel: textIn(logging, "applicationLogLevel") as "WARN",
    },
  };
};

/** The provider's own default is -1: nothing is set apart. */
const putConcurrency = async (inputs: Properties, { send }: LiveContext): Promise<void> => {
  const reserved = numberIn(inputs, "reservedConcurrentExecutions") ?? -1;
  if (reserved < 0) return;
  const input = { FunctionName: textIn(inputs, "name"), ReservedConcurrentExecutions: reserved };
  await send("lambda", "PutFunctionConcurrency", input);
};

const updateTags = async ({ state, olds, news }: LiveUpdate, { send }: LiveContext): Promise<void> => {
  const { set, removedKeys } = tagChange(olds, news);
  const Resource = textIn(state, "arn");
  if (removedKeys.length > 0) await send("lambda", "UntagResource", { Resource, TagKeys: removedKeys });
  if (set.length > 0) await send("lambda", "TagResource", { Resource, Tags: tagMapOf(news) });
};

const toResource = (found: FunctionConfiguration, { region }: LiveContext): LiveResource => {
  const arn = found.FunctionArn ?? "";
  const invoked = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions`;
  return {
    id: found.FunctionName ?? "",
    outputs: {
      architectures: found.Architectures,
      arn,
      codeSha256: found.CodeSha256,
      invokeArn: `${invoked}/${arn}/invocations`,
      lastModified: found.LastModified,
      qualifiedArn: `${arn}:$LATEST`,
      qualifiedInvokeArn: `${invoked}/${arn}:$LATEST/invocations`,
      sourceCodeHash: found.CodeSha256,
      sourceCodeSize: found.CodeSize,
      version: found.Version,
    },
  };
};
