import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import vm from "node:vm";
import variant from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant } from "quickjs-emscripten-core";
import type { EdgeCase } from "./cases";

/** What the function made of a request. */
export interface EdgeResult {
  readonly uri: string;
  /** Reads of the key value store. */
  readonly reads: number;
  readonly error?: string;
}

/** A JavaScript engine that runs a script to its end and returns what it left as `output`. */
export interface Engine {
  readonly name: string;
  /** How many made-up requests it answers in about a second. */
  readonly fuzzRuns: number;
  run(script: string): Promise<string>;
}

/** Runs all the cases in one engine, in one go. */
export const runCases = async (
  engine: Engine,
  source: string,
  cases: readonly Pick<EdgeCase, "uri" | "cookies" | "store">[],
): Promise<readonly EdgeResult[]> => JSON.parse(await engine.run(scriptFor(source, cases))) as EdgeResult[];

/** The script keeps to what CloudFront's engine knows: no for-of, no `await` in arguments. */
const scriptFor = (source: string, cases: readonly object[]): string => `
var store, reads, results = [], output;
var cf = { kvs: function () {
  if (store.fails === "kvs throws") throw new Error("no store");
  return { get: function (key) {
    reads += 1;
    if (key !== "active" || store.fails) return Promise.reject(new Error("KeyNotFound"));
    return Promise.resolve(store.value);
  } };
} };
${source.replace(/^import .*$/m, "")}
var cases = ${JSON.stringify(cases)};
async function runAll() {
  for (let i = 0; i < cases.length; i += 1) {
    store = cases[i].store;
    reads = 0;
    try {
      const request = await handler({ request: { method: "GET", uri: cases[i].uri, cookies: cases[i].cookies } });
      results.push({ uri: request.uri, reads: reads });
    } catch (error) {
      results.push({ uri: "", reads: reads, error: String(error) });
    }
  }
  output = JSON.stringify(results);
}
var finished = runAll();
`;

/** The engine that this test runs in. */
export const nodeEngine: Engine = {
  name: "Node",
  fuzzRuns: 10_000,
  run: async (script) => {
    const context = vm.createContext({});
    vm.runInContext(script, context);
    await vm.runInContext("finished", context);
    return String(vm.runInContext("output", context));
  },
};

/** A second engine with another parser and another regular expression engine; npm brings it. */
export const quickJsEngine: Engine = {
  name: "QuickJS",
  fuzzRuns: 2000,
  run: async (script) => {
    const quickJs = await newQuickJSWASMModuleFromVariant(variant);
    const context = quickJs.newContext();
    try {
      context.unwrapResult(context.evalCode(script)).dispose();
      context.runtime.executePendingJobs();
      return context.getProp(context.global, "output").consume(context.getString);
    } finally {
      context.dispose();
    }
  },
};

/** The engine that CloudFront's own derives from; not on npm, so it is used where the machine has it. */
export const njsEngine: Engine = {
  name: "njs",
  fuzzRuns: 1000,
  run: async (script) => {
    const folder = mkdtempSync(join(tmpdir(), "edge-function-"));
    try {
      const [file, written] = [join(folder, "cases.js"), join(folder, "output")];
      // Its console breaks long lines.
      const write = `require("fs").writeFileSync(${JSON.stringify(written)}, output)`;
      writeFileSync(file, `${script}\nfinished.then(function () { ${write}; });\n`);
      execFileSync(njsEngine.name, [file]);
      return readFileSync(written, "utf8");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** Whether the njs command is there. */
export const hasNjs = (): boolean => {
  try {
    execFileSync(njsEngine.name, ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};
