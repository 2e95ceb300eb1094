import { env } from "node:process";
import { parseAppSettings } from "./app-settings";
import { startDemoServer } from "./demo-server";

const run = async (): Promise<void> => {
  const settings = parseAppSettings(env);
  if (settings.misbehaviour === "broken") {
    process.stderr.write("asked to be broken: exiting at once\n");
    process.exit(1);
  }
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

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
