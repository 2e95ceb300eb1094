import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

/** The emulators that the contract tests know. */
export type EmulatorName = "ministack" | "moto";

/** An emulator that answers. */
export interface RunningEmulator {
  readonly name: EmulatorName;
  /** For the SDK clients' `endpoint`, on 127.0.0.1. */
  readonly url: string;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

interface Launch {
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Both keep to the loopback interface; MiniStack would bind every address unless told. */
const launches: Readonly<Record<EmulatorName, (port: number) => Launch>> = {
  ministack: (port) => ({
    args: ["-m", "ministack"],
    variables: {
      BIND_HOST: "127.0.0.1",
      MINISTACK_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: "local",
      SFTP_ENABLED: "0",
      IOT_MTLS_ENABLED: "0",
    },
  }),
  moto: (port) => ({ args: ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], variables: {} }),
};

/** Starts an emulator from the folder of its Python on a free port and waits until it answers. */
export const startEmulator = async (
  name: EmulatorName,
  { binDirectory, path }: { readonly binDirectory: string; readonly path: string | undefined },
): Promise<RunningEmulator> => {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const { args, variables } = launches[name](port);
  const child = spawn(join(binDirectory, "python"), [...args], {
    cwd: folder,
    // Nothing of the caller's identity gets into it.
    env: { PATH: path, HOME: folder, TMPDIR: folder, ...identity, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output.push(chunk.toString());
      output.splice(0, output.length - keptLines);
    });
  // A run that ends without stopping it leaves nothing behind.
  const killAtExit = (): void => void child.kill("SIGKILL");
  process.once("exit", killAtExit);
  const emulator: RunningEmulator = {
    name,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await end(child);
      process.off("exit", killAtExit);
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  try {
    await waitForAnswer(emulator.url, child);
  } catch (error) {
    await emulator.stop();
    throw new Error(`${name} didn't start: ${String(error)}\n${output.join("")}`);
  }
  return emulator;
};

const identity = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_DEFAULT_REGION: "eu-west-1" };

const keptLines = 20;

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
};

/** Milliseconds. */
const startWithin = 60_000;
const pollEvery = 100;

const waitForAnswer = async (url: string, child: ChildProcess): Promise<void> => {
  for (let waited = 0; waited < startWithin; waited += pollEvery) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error("the process ended");
    try {
      await (await fetch(url)).arrayBuffer();
      return;
    } catch {
      await sleep(pollEvery);
    }
  }
  throw new Error(`no answer in ${startWithin / 1000} s`);
};

/** Milliseconds until an emulator that doesn't end by itself is killed. */
const endWithin = 5000;

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  const killing = setTimeout(() => child.kill("SIGKILL"), endWithin);
  child.kill("SIGTERM");
  await ended;
  clearTimeout(killing);
};
