import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";

/** The component process, which engines attach to through `PULUMI_DEBUG_PROVIDERS=awsx:<port>`. */
export interface AwsxProvider {
  readonly port: number;
  /** Ends the process. */
  close(): Promise<void>;
}

/** Starts the process that serves `awsx`; it ends with this one, even if this one is killed. */
export const startAwsxProvider = async (): Promise<AwsxProvider> => {
  const program = await bundle();
  // The program comes through standard input, so no file is left behind; modules are found from this folder.
  const child = spawn(process.execPath, ["-"], {
    cwd: __dirname,
    env: {},
    stdio: ["pipe", "pipe", "inherit", "ipc"],
  });
  child.stdin?.end(program);
  try {
    return { port: await readPort(child), close: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
};

/** The SDKs stay outside the bundle: they are large, and loaded from where they are installed. */
const bundle = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, "awsx", "main.ts")],
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
};

const readPort = async ({ stdout, exitCode }: ChildProcess): Promise<number> => {
  if (stdout === null) throw new Error("The awsx provider has no standard output.");
  for await (const line of createInterface({ input: stdout })) {
    if (/^\d+$/.test(line)) return Number(line);
  }
  throw new Error(`The awsx provider ended before it printed its port (exit code ${exitCode}).`);
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
};
