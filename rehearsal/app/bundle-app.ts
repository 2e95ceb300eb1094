import path from "node:path";
import { bundleForNode } from "../bundle-for-node";

/** Bundles the demo app into one file in the folder and returns its path; the same folder gives the same path. */
export const bundleApp = (folder: string): Promise<string> =>
  bundleForNode({
    entry: path.join(__dirname, "main.ts"),
    outfile: path.join(folder, "demo-app.cjs"),
    // ws runs without its optional native parts.
    external: ["bufferutil", "utf-8-validate"],
  });

/** The same for what the demo image runs as a queue worker; apart, since AWS's clients make it start slowly. */
export const bundleDemoWorker = (folder: string): Promise<string> =>
  bundleForNode({
    entry: path.join(__dirname, "worker", "main.ts"),
    outfile: path.join(folder, "demo-worker.cjs"),
  });
