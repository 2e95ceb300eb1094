import { env } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAppSettings } from "./app-settings";
import { startDemoServer } from "./demo-server";
import { type OnceSettings, parseOnce } from "./run-once";

const run = async (): Promise<void> => {
  const settings = parseAppSettings(env);
  if (settings.misbehaviour === "broken") {
    process.stderr.write("asked to be broken: exiting at once\n");
    process.exit(1);
  }
  const once = parseOnce(process.argv.slice(2));
  if (once !== undefined) return runOnce(once);
  const server = await startDemoServer(settings);
  const leave = (): void => {
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGTERM", leave);
  process.once("SIGINT", leave);
  // Whoever started this process is gone: nobody would ever stop it.
  process.once("disconnect", () => process.exit(0));
  process.send?.({ kind: "listening", port: server.port });
  process.stdout.write(`listening on port ${server.port}\n`);
};

/** A task that does its work and ends; it listens on no port. */
const runOnce = async ({ milliseconds, exitCode }: OnceSettings): Promise<void> => {
  process.send?.({ kind: "listening", port: 0 });
  await sleep(milliseconds);
  process.exit(exitCode);
};

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
