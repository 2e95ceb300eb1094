import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
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
const environments: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "drain-instance": {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
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
};

/** How large each function is, and how long a new process takes to answer its first, empty batch. */
export const functionStart: Benchmark = {
  name: "function-start",
  run: async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "switchyard-bench-"));
    try {
      const runtime = await bundleRuntime(folder);
      const names = await functionNames();
      const figures: Figure[] = [];
      for (const name of names) figures.push(...(await measure(name, { folder, runtime })));
      const empty = await startsOf("exports.handler = async () => ({});", {}, { folder, runtime });
      return [...figures, { name: "first answer of an empty function", value: empty, unit: "ms" }];
    } finally {
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

const measure = async (name: string, workplace: Workplace): Promise<readonly Figure[]> => {
  const code = await bundle(name);
  const zip = writeZip(new Map([["index.js", Buffer.from(code)]]));
  const size = { name: `${name}: zip`, value: zip.byteLength / kilobyte, unit: "kB", limit: 1000 };
  const variables = environments[name];
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
