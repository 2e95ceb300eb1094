import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { bundleFunction } from "../../../functions/bundle-function";
import { interruption } from "../../support/drain-events";
import { accountId, clusterArn, instanceId, region } from "../../support/drain-harness";

const environment = {
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrEXAMPLE",
  ACCOUNT_ID: accountId,
  CLUSTER_TAG_KEY: "switchyard:cluster",
  CLUSTER_TAG_VALUE: "prod",
  HOOK_NAME: "switchyard-drain",
  HOOK_HEARTBEAT_SECONDS: "900",
  DRAIN_BUDGET_SECONDS: "3600",
  FAILURE_POLICY: "continue",
  REBALANCE_PATIENCE_SECONDS: "1800",
  QUEUE_URL: "http://127.0.0.1:1/queue",
  DEAD_LETTER_QUEUE_URL: "http://127.0.0.1:1/dead",
};

/** The answers of an account with one cluster and one instance. */
const answers: Readonly<Record<string, object>> = {
  ListClusters: { clusterArns: [clusterArn] },
  DescribeClusters: { clusters: [{ clusterArn, tags: [{ key: "switchyard:cluster", value: "prod" }] }] },
  ListContainerInstances: { containerInstanceArns: ["arn-1"] },
  UpdateContainerInstancesState: { containerInstances: [{ ec2InstanceId: instanceId(1), status: "DRAINING" }] },
};

const startEcs = async () => {
  const calls: { readonly operation: string; readonly input: unknown }[] = [];
  const server = http.createServer(async (request, response) => {
    const body = (await request.toArray()).join("");
    const operation = `${request.headers["x-amz-target"]}`.split(".")[1] ?? "";
    calls.push({ operation, input: JSON.parse(body) });
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answers[operation] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { calls, url: `http://127.0.0.1:${port}`, close: () => server.close() };
};

describe("the bundle of drain-instance", () => {
  let folder = "";
  let bundle = "";
  let code = "";

  // What fails is shown with the bundle's one line, twice.
  const run = (script: string, env: Readonly<Record<string, string>>) =>
    promisify(execFile)(process.execPath, ["-e", script], { env: { ...env, BUNDLE: bundle }, maxBuffer: 4_000_000 });

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "drain-"));
    bundle = path.join(folder, "index.js");
    const files = (await bundleFunction("drain-instance").assets) as Record<string, pulumi.asset.StringAsset>;
    code = (await files["index.js"]?.text) ?? "";
    await writeFile(bundle, code);
  });

  after(() => rm(folder, { recursive: true }));

  it("is smaller than a megabyte, and packed than 300 kilobytes", () => {
    expect(code.length).to.be.lessThan(1_000_000);
    expect(gzipSync(code).length).to.be.lessThan(300_000);
  });

  it("drains an interrupted instance through the real SDK", async () => {
    const ecs = await startEcs();
    const event = {
      Records: [{ messageId: "m", body: interruption(instanceId(1), "terminate", Date.now()), attributes: {} }],
    };
    const script = `require(process.env.BUNDLE).handler(${JSON.stringify(event)}).then((r) => console.log(JSON.stringify(r)))`;

    const lambda = { ...environment, AWS_LAMBDA_FUNCTION_NAME: "drain-1", AWS_ENDPOINT_URL: ecs.url };
    const { stdout } = await run(script, lambda);
    ecs.close();

    const lines = stdout.trim().split("\n");
    expect(JSON.parse(lines[0] ?? "")).to.include({
      FunctionName: "drain-1",
      event: "draining",
      instanceId: instanceId(1),
    });
    expect(JSON.parse(lines[1] ?? "")).to.deep.equal({ batchItemFailures: [] });
    expect(ecs.calls.slice(2)).to.deep.equal([
      {
        operation: "ListContainerInstances",
        input: { cluster: clusterArn, filter: `ec2InstanceId in [${instanceId(1)}]`, status: "ACTIVE" },
      },
      {
        operation: "UpdateContainerInstancesState",
        input: { cluster: clusterArn, containerInstances: ["arn-1"], status: "DRAINING" },
      },
    ]);
  });

  it("fails its cold start on a bad environment, naming every problem", async () => {
    // Uncaught, Node would print the bundle's one long line first, and a pipe may end before the message.
    const script = "try { require(process.env.BUNDLE) } catch (error) { console.log(error.message) }";
    const { stdout } = await run(script, { AWS_REGION: region });

    expect(stdout).to.include("The drain function can't start").and.include("QUEUE_URL").and.include("HOOK_NAME");
  });
}).timeout(20_000);
