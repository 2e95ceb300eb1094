import path from "node:path";
import { bundleForNode } from "../bundle-for-node";

/** Bundles the runtime that functions run in, into one file in the folder, and returns its path. */
export const bundleRuntime = (folder: string): Promise<string> =>
  bundleForNode({ entry: path.join(__dirname, "main.ts"), outfile: path.join(folder, "lambda-runtime.cjs") });
