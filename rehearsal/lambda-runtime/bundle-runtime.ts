import { mkdir } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

/** Bundles the runtime that functions run in, into one file in the folder, and returns its path. */
export const bundleRuntime = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const outfile = path.join(folder, "lambda-runtime.cjs");
  await build({
    entryPoints: [path.join(__dirname, "main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "silent",
  });
  return outfile;
};
