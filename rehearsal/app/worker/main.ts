import { env } from "node:process";
import { runWorker } from "../../../consumption/run-worker";
import { parseWorkerEnvironment } from "../../../consumption/worker-environment";
import { parseAppSettings } from "../app-settings";
import { countEffect } from "./count-effect";
import { type DemoWorkerSettings, parseDemoWorkerSettings } from "./worker-settings";

const run = async (): Promise<void> => {
  if (parseAppSettings(env).misbehaviour === "broken") {
    process.stderr.write("asked to be broken: exiting at once\n");
    process.exit(1);
  }
  const settings = parseDemoWorkerSettings(env);
  const ending = new AbortController();
  process.once("SIGTERM", () => ending.abort());
  process.once("SIGINT", () => ending.abort());
  // Whoever started this process is gone: nobody would ever stop it.
  process.once("disconnect", () => process.exit(0));
  // It listens on none.
  process.send?.({ kind: "listening", port: 0 });
  await (settings.hasQueue ? consumeQueue(settings, ending.signal) : untilAborted(ending.signal));
  process.exit(0);
};

const consumeQueue = ({ workMs, times }: DemoWorkerSettings, signal: AbortSignal): Promise<void> => {
  const { service, tableName } = parseWorkerEnvironment(env);
  const handle = countEffect({ tableName, service, workMs });
  return runWorker({ handle, environment: env, signal, ...(times === undefined ? {} : { times }) });
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve()));

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
