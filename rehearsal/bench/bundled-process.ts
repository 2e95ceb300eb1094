import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { bundleForNode } from "../bundle-for-node";

/** Bundles an entry of this folder, so that its process holds no compiler, which would count as its memory. */
export const bundleProcess = (name: "release-deploy" | "release-site", folder: string): Promise<string> =>
  bundleForNode({ entry: join(__dirname, name, "main.ts"), outfile: join(folder, `${name}.cjs`) });

/** A process and the first line that it prints. */
export interface StartedProcess {
  readonly child: ChildProcess;
  readonly firstLine: Promise<string>;
}

/**
 * Megabytes of V8's youngest generation. With Node's default of 16 (32 since Node 24) what waits for 64 uploads is promoted
 * before it is garbage, which costs 90 MB more and saves no time.
 */
const semiSpace = "--max-semi-space-size=4";

/** Starts a bundled process; its errors go to ours. */
export const startProcess = (file: string, args: readonly string[]): StartedProcess => {
  const child = spawn(process.execPath, [semiSpace, file, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  return { child, firstLine: firstLineOf(child, file) };
};

const firstLineOf = async (child: ChildProcess, file: string): Promise<string> => {
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const line = once(lines, "line").then(([text]) => String(text));
  const end = once(child, "exit").then(() => undefined);
  const first = await Promise.race([line, end]);
  if (first === undefined) throw new Error(`${file} ended without a word.`);
  return first;
};
