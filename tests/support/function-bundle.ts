import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type * as pulumi from "@pulumi/pulumi";
import { bundleFunction } from "../../functions/bundle-function";

/** A function as it is deployed, in a temporary folder. */
export interface FunctionBundle {
  readonly code: string;
  /** Runs a script in a process of its own, with the bundle's path in BUNDLE; returns what it printed. */
  run(script: string, env: Readonly<Record<string, string>>): Promise<string>;
  remove(): Promise<void>;
}

export const writeFunctionBundle = async (name: string): Promise<FunctionBundle> => {
  const files = (await bundleFunction(name).assets) as Record<string, pulumi.asset.StringAsset>;
  const code = (await files["index.js"]?.text) ?? "";
  const folder = await mkdtemp(path.join(os.tmpdir(), `${name}-`));
  const bundle = path.join(folder, "index.js");
  await writeFile(bundle, code);
  return {
    code,
    run: async (script, env) => {
      // What fails is shown with the bundle's one line, twice.
      const options = { env: { ...env, BUNDLE: bundle }, maxBuffer: 4_000_000 };
      const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], options);
      return stdout;
    },
    remove: () => rm(folder, { recursive: true }),
  };
};
