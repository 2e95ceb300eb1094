import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { bundleFunction } from "../../functions/bundle-function";
import { bundleRuntime } from "../lambda-runtime/bundle-runtime";
import { createModelClock } from "../model-clock";
import { FunctionEnvironment } from "../region/effects/function-environment";
import { writeZip } from "../write-zip";
import type { Benchmark, Figure } from "./benchmark";
import { median } from "./median";

const rounds = 5;
/** A first answer comes long before. */
const limitMs = 30_000;
const kilobyte = 1000;

/** What a function's environment must say for it to start; the others are measured by size only. */
const environmentsOf = (awsUrl: string): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  "drain-instance": {
    ...credentials,
    ACCOUNT_ID: "123456789012",
    CLUSTER_TAG_KEY: "switchyard:stack",
    CLUSTER_TAG_VALUE: "bench",
    HOOK_NAME: "switchyard-drain",
    HOOK_HEARTBEAT_SECONDS: "900",
    DRAIN_BUDGET_SECONDS: "3600",
    FAILURE_POLICY: "continue",
    REBALANCE_PATIENCE_SECONDS: "1800",
    QUEUE_URL: "http://127.0.0.1:1/queue",
    DEAD_LETTER_QUEUE_URL: "http://127.0.0.1:1/dead",
  },
  "announce-drain": {
    ...credentials,
    AWS_ENDPOINT_URL: awsUrl,
    ACCOUNT_ID: "123456789012",
    CLUSTER_ARN: clusterArn,
    INSTANCE_TAG_KEY: "switchyard:cluster",
    INSTANCE_TAG_VALUE: "bench",
    HOOK_NAME: "switchyard-drain",
    DRAIN_BUDGET_SECONDS: "975",
    REBALANCE_PATIENCE_SECONDS: "1800",
    STACK: "switchyard/bench",
    QUEUE_URL: "http://127.0.0.1:1/queue",
    TABLE_NAME: "threads",
    SLACK_CHANNEL: "#releases",
    SLACK_API_URL: "http://127.0.0.1:1/",
    SLACK_TOKEN_PARAMETER: "slack-token",
  },
  // It looks at its cluster at once, which has nothing in it here.
  "scale-out-fleet": {
    ...credentials,
    AWS_ENDPOINT_URL: awsUrl,
    CLUSTER_ARN: clusterArn,
    FLEET_ID: "sfr-1",
    PURCHASE_ATTRIBUTE: "switchyard.purchase",
    MAXIMUM_TARGET: "6",
    SPARE_TASKS: "1",
  },
});

const credentials = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench" };
const clusterArn = "arn:aws:ecs:eu-west-1:123456789012:cluster/bench";

/** An AWS with an empty cluster and one fleet: EC2 speaks XML, the others JSON. */
const startEmptyAws = async (): Promise<{ readonly url: string; readonly close: () => void }> => {
  const fleet =
    "<R><spotFleetRequestConfigSet><item><spotFleetRequestId>sfr-1</spotFleetRequestId>" +
    "<spotFleetRequestConfig><targetCapacity>2</targetCapacity></spotFleetRequestConfig></item></spotFleetRequestConfigSet></R>";
  const server = http.createServer((request, response) => {
    request.resume();
    response.end(request.headers["x-amz-target"] === undefined ? fleet : "{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
};

/** How large each function is, and how long a new process takes to answer its first, empty batch. */
export const functionStart: Benchmark = {
  name: "function-start",
  run: async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "switchyard-bench-"));
    const aws = await startEmptyAws();
    try {
      const runtime = await bundleRuntime(folder);
      const names = await functionNames();
      const figures: Figure[] = [];
      const environments = environmentsOf(aws.url);
      for (const name of names) figures.push(...(await measure(name, environments[name], { folder, runtime })));
      const empty = await startsOf("exports.handler = async () => ({});", {}, { folder, runtime });
      return [...figures, { name: "first answer of an empty function", value: empty, unit: "ms" }];
    } finally {
      aws.close();
      await rm(folder, { recursive: true });
    }
  },
};

interface Workplace {
  readonly folder: string;
  readonly runtime: string;
}

const functionNames = async (): Promise<readonly string[]> => {
  const entries = await readdir(path.join(__dirname, "../../functions"), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
};

const measure = async (
  name: string,
  variables: Readonly<Record<string, string>> | undefined,
  workplace: Workplace,
): Promise<readonly Figure[]> => {
  const code = await bundle(name);
  const zip = writeZip(new Map([["index.js", Buffer.from(code)]]));
  const size = { name: `${name}: zip`, value: zip.byteLength / kilobyte, unit: "kB", limit: 1000 };
  if (variables === undefined) return [size];
  const value = await startsOf(code, variables, workplace);
  return [size, { name: `${name}: first answer of a new process, median of ${rounds}`, value, unit: "ms" }];
};

/** What the stack deploys. */
const bundle = async (name: string): Promise<string> => {
  const { assets } = bundleFunction(name) as unknown as { readonly assets: Promise<pulumi.asset.AssetMap> };
  const asset = (await assets)["index.js"] as pulumi.asset.StringAsset | undefined;
  if (asset === undefined) throw new Error(`The bundle of ${name} has no index.js.`);
  return asset.text;
};

const startsOf = async (
  code: string,
  variables: Readonly<Record<string, string>>,
  { folder, runtime }: Workplace,
): Promise<number> => {
  const entry = path.join(folder, "index.js");
  await writeFile(entry, code);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const clock = createModelClock(1);
    const startedAt = performance.now();
    const environment = new FunctionEnvironment({
      runtime,
      entry,
      handlerName: "handler",
      variables,
      clock,
      log: () => undefined,
    });
    await environment.invoke({ Records: [] }, {}, limitMs);
    times.push(performance.now() - startedAt);
    await environment.close();
  }
  return median(times);
};
