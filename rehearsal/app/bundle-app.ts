import { mkdir } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

/** Bundles the demo app into one file in the folder and returns its path; the same folder gives the same path. */
export const bundleApp = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const outfile = path.join(folder, "demo-app.cjs");
  await build({
    entryPoints: [path.join(__dirname, "main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // ws runs without its optional native parts.
    external: ["bufferutil", "utf-8-validate"],
    logLevel: "silent",
  });
  return outfile;
};
