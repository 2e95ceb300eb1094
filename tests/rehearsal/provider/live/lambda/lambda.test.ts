import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { unzipSync } from "fflate";
import { zipOf } from "../../../../../rehearsal/provider/live/lambda/archive";
import { eventSourceMapping } from "../../../../../rehearsal/provider/live/lambda/event-source-mapping";
import { lambdaFunction } from "../../../../../rehearsal/provider/live/lambda/function";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const signature = "4dabf18193072939515e22adb298388d";
const asset = { [signature]: "c44067f5952c0a294b673a41bacd8c17" };
const archive = { [signature]: "0def7320c3a5731c473e5ecbe6d01bc7" };
const codeOf = (text: string) => ({ ...archive, hash: text, assets: { "index.js": { ...asset, text } } });
const unpacked = async (code: unknown): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    Object.entries(unzipSync(await zipOf(code))).map(([name, content]) => [name, Buffer.from(content).toString()]),
  );
const gone = new AwsError("ResourceNotFoundException", "gone");

describe("the code of a function", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "archive-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("is packed from texts and files", async () => {
    const file = path.join(folder, "data.txt");
    await writeFile(file, "data");
    const code = {
      ...archive,
      assets: { "index.js": { ...asset, text: "code" }, "a/data.txt": { ...asset, path: file } },
    };

    expect(await unpacked(code)).to.deep.equal({ "index.js": "code", "a/data.txt": "data" });
  });

  it("is a zip file as it is", async () => {
    const file = path.join(folder, "code.zip");
    await writeFile(file, await zipOf(codeOf("code")));

    expect(await unpacked({ ...archive, path: file })).to.deep.equal({ "index.js": "code" });
  });

  it("is the same zip for the same code", async () => {
    expect(await zipOf(codeOf("code"))).to.deep.equal(await zipOf(codeOf("code")));
  });

  const refused: Readonly<Record<string, readonly [unknown, string]>> = {
    "no archive": [{ text: "code" }, "must be an archive"],
    "an asset": [{ ...asset, text: "code" }, "must be an archive"],
    "a folder": [{ ...archive, path: "src" }, "not folders or addresses"],
    "an address": [{ ...archive, uri: "https://example.com/code.zip" }, "not folders or addresses"],
    "an asset at an address": [
      { ...archive, assets: { a: { ...asset, uri: "https://example.com" } } },
      "a has neither",
    ],
  };
  for (const [title, [code, part]] of Object.entries(refused)) {
    it(`can't be ${title}`, async () => {
      expect(await zipOf(code).catch(String)).to.include(part);
    });
  }
});

describe("aws.lambda.Function", () => {
  const inputs = {
    name: "drain",
    role: "arn:role",
    handler: "index.handler",
    runtime: "nodejs24.x",
    architectures: ["arm64"],
    timeout: 30,
    memorySize: 512,
    description: "Drains",
    environment: { variables: { QUEUE: "q", COUNT: 3 } },
    loggingConfig: { logFormat: "JSON", logGroup: "/logs", systemLogLevel: "WARN" },
    code: codeOf("one"),
    tagsAll: { a: "1" },
  };
  const config = {
    FunctionName: "drain",
    Role: "arn:role",
    Handler: "index.handler",
    Runtime: "nodejs24.x",
    Description: "Drains",
    Timeout: 30,
    MemorySize: 512,
    Environment: { Variables: { QUEUE: "q", COUNT: "3" } },
    LoggingConfig: { LogFormat: "JSON", LogGroup: "/logs", SystemLogLevel: "WARN" },
  };
  const configuration = {
    FunctionName: "drain",
    FunctionArn: "arn:f",
    Architectures: ["arm64"],
    CodeSha256: "sha",
    CodeSize: 7,
    LastModified: "today",
    Version: "$LATEST",
  };
  const outputs = {
    architectures: ["arm64"],
    arn: "arn:f",
    codeSha256: "sha",
    invokeArn: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:f/invocations",
    lastModified: "today",
    qualifiedArn: "arn:f:$LATEST",
    qualifiedInvokeArn: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:f:$LATEST/invocations",
    sourceCodeHash: "sha",
    sourceCodeSize: 7,
    version: "$LATEST",
  };

  it("is created with its zip, and sets concurrency apart where the program asks for it", async () => {
    const { context, calls } = scriptedAws({
      "lambda:CreateFunction": configuration,
      "lambda:PutFunctionConcurrency": {},
    });

    expect(await lambdaFunction.create({ ...inputs, reservedConcurrentExecutions: 2 }, context)).to.deep.equal({
      id: "drain",
      outputs,
    });
    expect(calls).to.deep.equal([
      [
        "lambda:CreateFunction",
        {
          ...config,
          Architectures: ["arm64"],
          Code: { ZipFile: await zipOf(inputs.code) },
          PackageType: "Zip",
          Tags: { a: "1" },
        },
      ],
      ["lambda:PutFunctionConcurrency", { FunctionName: "drain", ReservedConcurrentExecutions: 2 }],
    ]);
  });

  it("is updated by what changed: settings, code, concurrency, tags", async () => {
    const { context, calls } = scriptedAws({
      "lambda:UpdateFunctionConfiguration": {},
      "lambda:UpdateFunctionCode": {},
      "lambda:TagResource": {},
      "lambda:UntagResource": {},
      "lambda:GetFunction": { Configuration: configuration },
    });
    const state = { arn: "arn:f" };
    const update = (news: object) =>
      lambdaFunction.update({ id: "drain", state, olds: inputs, news: { ...inputs, ...news } }, context);
    await update({ timeout: 60 });
    await update({ code: codeOf("two") });
    await update({ tagsAll: { b: "2" } });

    expect(calls.filter(([name]) => name !== "lambda:GetFunction")).to.deep.equal([
      ["lambda:UpdateFunctionConfiguration", { ...config, Timeout: 60 }],
      ["lambda:UpdateFunctionCode", { FunctionName: "drain", ZipFile: await zipOf(codeOf("two")) }],
      ["lambda:UntagResource", { Resource: "arn:f", TagKeys: ["a"] }],
      ["lambda:TagResource", { Resource: "arn:f", Tags: { b: "2" } }],
    ]);
  });

  it("tells which outputs a preview doesn't know", () => {
    const changed = (news: object) => lambdaFunction.outputsChangedBy?.(inputs, { ...inputs, ...news });

    expect(changed({})).to.deep.equal([]);
    expect(changed({ tagsAll: {} })).to.deep.equal([]);
    // What is stored has lost its content, but not its hash.
    expect(changed({ code: { ...archive, hash: "one" } })).to.deep.equal([]);
    expect(changed({ code: codeOf("two") })).to.deep.equal(changed({ timeout: 1 }));
    expect(changed({ timeout: 1 })).to.include("lastModified");
  });

  it("is read, found to be gone, and deleted", async () => {
    const { context, calls } = scriptedAws({
      "lambda:GetFunction": [{ Configuration: configuration }, gone],
      "lambda:DeleteFunction": [{}, gone],
    });
    const existing = { id: "drain", state: {} };

    expect(await lambdaFunction.read(existing, context)).to.deep.equal({ id: "drain", outputs });
    expect(await lambdaFunction.read(existing, context)).to.equal(undefined);
    await lambdaFunction.delete(existing, context);
    await lambdaFunction.delete(existing, context);
    expect(calls.slice(2)).to.deep.equal([
      ["lambda:DeleteFunction", { FunctionName: "drain" }],
      ["lambda:DeleteFunction", { FunctionName: "drain" }],
    ]);
  });
});

describe("aws.lambda.EventSourceMapping", () => {
  const inputs = {
    eventSourceArn: "arn:q",
    functionName: "drain",
    batchSize: 50,
    maximumBatchingWindowInSeconds: 1,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: 5 },
  };
  const config = {
    FunctionName: "drain",
    BatchSize: 50,
    Enabled: true,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    MaximumBatchingWindowInSeconds: 1,
    ScalingConfig: { MaximumConcurrency: 5 },
  };
  const found = { UUID: "u", FunctionArn: "arn:f", LastModified: new Date(0), State: "Enabled" };
  const resource = {
    id: "u",
    outputs: {
      arn: "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:u",
      functionArn: "arn:f",
      lastModified: "1970-01-01T00:00:00.000Z",
      state: "Enabled",
      uuid: "u",
    },
  };

  it("is created, updated, read and deleted", async () => {
    const { context, calls } = scriptedAws({
      "lambda:CreateEventSourceMapping": found,
      "lambda:UpdateEventSourceMapping": {},
      "lambda:GetEventSourceMapping": [found, gone],
      "lambda:DeleteEventSourceMapping": [{}, gone],
    });
    const existing = { id: "u", state: {} };
    expect(await eventSourceMapping.create(inputs, context)).to.deep.equal(resource);
    await eventSourceMapping.update({ ...existing, olds: inputs, news: { ...inputs, enabled: false } }, context);
    expect(await eventSourceMapping.read(existing, context)).to.deep.equal(resource);
    expect(await eventSourceMapping.read(existing, context)).to.equal(undefined);
    await eventSourceMapping.delete(existing, context);
    await eventSourceMapping.delete(existing, context);

    expect(calls.slice(0, 2)).to.deep.equal([
      ["lambda:CreateEventSourceMapping", { ...config, EventSourceArn: "arn:q" }],
      ["lambda:UpdateEventSourceMapping", { UUID: "u", ...config, Enabled: false }],
    ]);
    expect(calls.slice(4)).to.deep.equal([
      ["lambda:DeleteEventSourceMapping", { UUID: "u" }],
      ["lambda:DeleteEventSourceMapping", { UUID: "u" }],
    ]);
  });
});
