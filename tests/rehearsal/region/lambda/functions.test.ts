import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { RehearsedRegion } from "../rehearsed-region";

const arn = "arn:aws:lambda:eu-west-1:123456789012:function:drain";
const input = {
  FunctionName: "drain",
  Role: "arn:aws:iam::123456789012:role/drain",
  Handler: "index.handler",
  Runtime: "nodejs24.x",
  Timeout: 30,
  MemorySize: 512,
  Environment: { Variables: { QUEUE: "a" } },
  Tags: { team: "a" },
  Code: { ZipFile: Buffer.from("zip") },
};

describe("functions", () => {
  let rehearsed = new RehearsedRegion();
  const call = <Output = unknown>(operation: string, request: object): Promise<Output> =>
    rehearsed.call<Output>("lambda", operation, request);
  const refusal = (operation: string, request: object): Promise<unknown> =>
    rehearsed.refusal("lambda", operation, request);

  beforeEach(() => {
    rehearsed = new RehearsedRegion();
  });

  it("are created active, with the checksum of their code", async () => {
    const configuration = {
      FunctionName: "drain",
      FunctionArn: arn,
      Runtime: "nodejs24.x",
      Role: input.Role,
      Handler: "index.handler",
      Description: "",
      Timeout: 30,
      MemorySize: 512,
      Architectures: ["x86_64"],
      Environment: { Variables: { QUEUE: "a" } },
      CodeSize: 3,
      CodeSha256: "ZDOgsulSWCqJw6wo94E3PdNMFzdTtTxcc+ZYWPn/DcQ=",
      LastModified: "1970-01-01T00:16:40.000+0000",
      PackageType: "Zip",
      State: "Active",
      LastUpdateStatus: "Successful",
      Version: "$LATEST",
    };
    const created = await call<FunctionConfiguration>("CreateFunction", input);

    expect(created).to.deep.equal({ ...configuration, CodeSha256: created.CodeSha256 });
    expect(created.CodeSha256).to.match(/^[A-Za-z0-9+/]{43}=$/);
    expect(await call("GetFunction", { FunctionName: arn })).to.deep.equal({
      Configuration: created,
      Code: { RepositoryType: "S3" },
      Tags: { team: "a" },
    });
  });

  it("change their settings one by one, and their code apart", async () => {
    const before = await call<FunctionConfiguration>("CreateFunction", input);
    const configured = await call<FunctionConfiguration>("UpdateFunctionConfiguration", {
      FunctionName: "drain",
      Timeout: 60,
    });
    const recoded = await call<FunctionConfiguration>("UpdateFunctionCode", {
      FunctionName: "drain",
      ZipFile: Buffer.from("other"),
    });

    expect(configured).to.deep.equal({ ...before, Timeout: 60 });
    expect(recoded).to.deep.equal({ ...configured, CodeSize: 5, CodeSha256: recoded.CodeSha256 });
    expect(recoded.CodeSha256).not.to.equal(before.CodeSha256);
  });

  it("set concurrency apart, take tags and lose them, and go", async () => {
    await call("CreateFunction", input);
    await call("PutFunctionConcurrency", { FunctionName: "drain", ReservedConcurrentExecutions: 2 });
    await call("TagResource", { Resource: arn, Tags: { b: "2" } });
    await call("UntagResource", { Resource: arn, TagKeys: ["team"] });
    expect(await call("GetFunction", { FunctionName: "drain" })).to.deep.include({
      Concurrency: { ReservedConcurrentExecutions: 2 },
      Tags: { b: "2" },
    });
    await call("DeleteFunction", { FunctionName: "drain" });

    expect(await refusal("GetFunction", { FunctionName: "drain" })).to.deep.equal([
      "ResourceNotFoundException",
      "Function not found: drain",
    ]);
  });

  const refused: readonly (readonly [object, string])[] = [
    [{ FunctionName: "a b" }, "InvalidParameterValueException"],
    [{ Runtime: "python3.14" }, "NotModelled"],
    [{ Code: { S3Bucket: "b", S3Key: "k" } }, "NotModelled"],
    [{ Handler: undefined }, "InvalidParameterValueException"],
    [{ Timeout: 901 }, "InvalidParameterValueException"],
    [{ MemorySize: 64 }, "InvalidParameterValueException"],
    [{ Code: { ZipFile: new Uint8Array(50 * 1024 * 1024 + 1) } }, "RequestEntityTooLargeException"],
  ];
  for (const [change, code] of refused) {
    it(`are refused with ${code} for ${Object.keys(change).join()}`, async () => {
      expect(await refusal("CreateFunction", { ...input, ...change })).to.have.property("0", code);
    });
  }

  it("exist once under a name", async () => {
    await call("CreateFunction", input);
    expect(await refusal("CreateFunction", input)).to.deep.equal([
      "ResourceConflictException",
      "Function already exist: drain",
    ]);
  });
});

describe("event source mappings", () => {
  const queueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";
  const mapping = {
    EventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:jobs",
    FunctionName: "drain",
    BatchSize: 50,
    MaximumBatchingWindowInSeconds: 1,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
  };
  let rehearsed = new RehearsedRegion();
  const call = <Output = unknown>(operation: string, request: object): Promise<Output> =>
    rehearsed.call<Output>("lambda", operation, request);
  const refusal = (operation: string, request: object): Promise<unknown> =>
    rehearsed.refusal("lambda", operation, request);

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await rehearsed.call("sqs", "CreateQueue", { QueueName: "jobs", Attributes: { VisibilityTimeout: "35" } });
    await call("CreateFunction", input);
  });

  it("are created, changed and deleted", async () => {
    const created = await call<{ UUID: string }>("CreateEventSourceMapping", mapping);
    expect(created).to.deep.equal({
      UUID: created.UUID,
      EventSourceArn: mapping.EventSourceArn,
      FunctionArn: arn,
      BatchSize: 50,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      LastModified: new Date(1_000_000),
      State: "Enabled",
      StateTransitionReason: "User action",
    });
    const change = { UUID: created.UUID, BatchSize: 5, Enabled: false, ScalingConfig: { MaximumConcurrency: 2 } };
    const changed = { ...created, BatchSize: 5, State: "Disabled", ScalingConfig: { MaximumConcurrency: 2 } };
    expect(await call("UpdateEventSourceMapping", change)).to.deep.equal(changed);
    expect(await call("GetEventSourceMapping", { UUID: created.UUID })).to.deep.equal(changed);
    await call("DeleteEventSourceMapping", { UUID: created.UUID });

    expect(await refusal("GetEventSourceMapping", { UUID: created.UUID })).to.have.property(
      "0",
      "ResourceNotFoundException",
    );
  });

  const refused: readonly (readonly [object, string])[] = [
    [{ BatchSize: 11, MaximumBatchingWindowInSeconds: 0 }, "must be greater than 0"],
    [{ BatchSize: 0 }, "BatchSize is 0"],
    [{ BatchSize: 10_001 }, "BatchSize is 10001"],
    [{ MaximumBatchingWindowInSeconds: 301 }, "use 0 to 300"],
    [{ ScalingConfig: { MaximumConcurrency: 1 } }, "use 2 to 1000"],
    [{ EventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:other" }, "does not exist"],
    [{ EventSourceArn: "arn:aws:kinesis:x" }, "does not model"],
    [{ FilterCriteria: {} }, "does not model FilterCriteria"],
    [{ FunctionName: "other" }, "Function not found"],
  ];
  for (const [change, part] of refused) {
    it(`are refused: ${part}`, async () => {
      const refusedWith = (await refusal("CreateEventSourceMapping", { ...mapping, ...change })) as readonly string[];
      expect(refusedWith[1]).to.include(part);
    });
  }

  it("need a queue that hides messages at least as long as the function may run", async () => {
    const set = (VisibilityTimeout: string): Promise<unknown> =>
      rehearsed.call("sqs", "SetQueueAttributes", { QueueUrl: queueUrl, Attributes: { VisibilityTimeout } });
    await set("29");
    expect(await refusal("CreateEventSourceMapping", mapping)).to.deep.equal([
      "InvalidParameterValueException",
      "Queue visibility timeout: 29 seconds is less than Function timeout: 30 seconds.",
    ]);
    await set("30");

    expect(await call("CreateEventSourceMapping", mapping)).to.have.property("State", "Enabled");
  });
});
