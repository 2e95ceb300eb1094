import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { createModelClock } from "../../../../rehearsal/model-clock";
import { type LambdaFunctions, startLambdaFunctions } from "../../../../rehearsal/region/effects/lambda-functions";
import { Region } from "../../../../rehearsal/region/region";
import { writeZip } from "../../../../rehearsal/write-zip";

const queueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";
const factor = 20;

const zipped = (code: string): Uint8Array => writeZip(new Map([["index.js", Buffer.from(code)]]));

describe("functions in their processes", function () {
  // A bundle is built and processes start, on whatever machine this is.
  this.timeout(60_000);
  const clock = createModelClock(factor);
  let region = new Region();
  let functions: LambdaFunctions | undefined;
  let folder = "";

  const start = async (code: string, mapping: object = {}, config: object = {}): Promise<LambdaFunctions> => {
    await region.call("lambda", "CreateFunction", {
      FunctionName: "worker",
      Role: "role",
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      Timeout: 30,
      Environment: { Variables: { QUEUE_URL: queueUrl, GREETING: "hello" } },
      Code: { ZipFile: zipped(code) },
      ...config,
    });
    await region.call("lambda", "CreateEventSourceMapping", {
      EventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:jobs",
      FunctionName: "worker",
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ...mapping,
    });
    functions = await startLambdaFunctions(region, { bundleFolder: folder, endpointUrl: "http://127.0.0.1:9", clock });
    return functions;
  };
  const send = (...bodies: readonly string[]): Promise<unknown> =>
    region.call("sqs", "SendMessageBatch", {
      QueueUrl: queueUrl,
      Entries: bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody })),
    });
  const waiting = (): readonly string[] => (region.state.sqs.queues[queueUrl]?.messages ?? []).map(({ body }) => body);
  const lines = (): readonly string[] => functions?.logs.map(({ line }) => line) ?? [];
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) {
      region.advance();
      functions?.reconcile();
      await sleep(5);
    }
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "functions-"));
    region = new Region({ now: clock.now });
    const Attributes = { VisibilityTimeout: "35" };
    await region.call("sqs", "CreateQueue", { QueueName: "jobs", Attributes });
  });

  afterEach(async () => {
    await functions?.close();
    functions = undefined;
    await rm(folder, { recursive: true });
  });

  it("take batches with their own environment, and lose the messages that aren't reported as failed", async () => {
    await start(`exports.handler = async ({ Records }) => {
      const { QUEUE_URL, GREETING, AWS_REGION, AWS_ENDPOINT_URL, HOME } = process.env;
      console.log(JSON.stringify([QUEUE_URL, GREETING, AWS_REGION, AWS_ENDPOINT_URL, HOME ?? "no home"]));
      console.log(Records.map(({ body }) => body).sort().join());
      const failed = Records.filter(({ body }) => body === "bad");
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    };`);
    await send("good", "bad", "fine");
    await until(() => waiting().length === 1);

    expect(waiting()).to.deep.equal(["bad"]);
    expect(lines()).to.deep.equal([
      JSON.stringify(["http://127.0.0.1:9/123456789012/jobs", "hello", "eu-west-1", "http://127.0.0.1:9", "no home"]),
      "bad,fine,good",
    ]);
  });

  it("have the region's clock, for dates as well", async () => {
    await start("exports.handler = async () => console.log(JSON.stringify([Date.now(), new Date().getTime()]));");
    const before = clock.now();
    await send("a");
    await until(() => lines().length > 0);

    const times = JSON.parse(lines()[0] ?? "[]") as readonly number[];
    expect(times).to.have.length(2);
    for (const time of times) expect(time).to.be.within(before, clock.now());
  });

  it("get a message again after its visibility timeout when they throw, with the error on the log", async () => {
    await start(`exports.handler = async ({ Records: [record] }) => {
      if (record.attributes.ApproximateReceiveCount === "1") throw new Error("first time");
      console.log("second time");
    };`);
    const sentAt = clock.now();
    await send("a");
    await until(() => waiting().length === 0);

    expect(lines().some((line) => line.includes("first time"))).to.equal(true);
    expect(lines().at(-1)).to.equal("second time");
    expect(clock.now() - sentAt).to.be.greaterThan(35_000);
  });

  it("wait for the batching window, so that a batch is one invocation", async () => {
    await start("exports.handler = async ({ Records }) => console.log(Records.length);", {
      BatchSize: 50,
      MaximumBatchingWindowInSeconds: 10,
    });
    await send("a", "b");
    await until(() => region.calls.some(({ operation }) => operation === "ReceiveMessage"));
    await send("c");
    await until(() => waiting().length === 0);

    expect(lines()).to.deep.equal(["3"]);
  });

  it("run new code after an update", async () => {
    await start('exports.handler = async () => console.log("old");');
    await send("a");
    await until(() => waiting().length === 0);
    const ZipFile = zipped('exports.handler = async () => console.log("new");');
    await region.call("lambda", "UpdateFunctionCode", { FunctionName: "worker", ZipFile });
    await send("b");
    await until(() => waiting().length === 0);

    expect(lines()).to.deep.equal(["old", "new"]);
  });

  it("leave messages alone while the mapping is disabled", async () => {
    await start("exports.handler = async () => {};", { Enabled: false });
    await send("a");
    for (let round = 0; round < 5; round += 1) {
      functions?.reconcile();
      await sleep(5);
    }

    expect(region.calls.map(({ operation }) => operation)).not.to.include("ReceiveMessage");
  });

  it("say what is wrong with a package without their handler", async () => {
    await start("exports.other = 1;");
    await send("a");
    await until(() => lines().length > 0);

    expect(lines().join("\n")).to.match(/exports no function handler/);
    expect(waiting()).to.deep.equal(["a"]);
  });
});
