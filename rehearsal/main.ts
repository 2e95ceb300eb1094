import { formatHelp, parseRequest } from "./arguments";
import { scenarios } from "./scenarios/all";
import type { ScenarioResult } from "./scenarios/scenario";

const exitCodes = { ok: 0, failed: 1, wrongUsage: 2, interrupted: 130 } as const;

const main = async (): Promise<number> => {
  const request = parseRequest(process.argv.slice(2), scenarios);
  if (request.kind === "help") {
    console.log(formatHelp(scenarios));
    return exitCodes.ok;
  }
  if (request.kind === "refused") {
    console.error(`${request.message}\nSee --help.`);
    return exitCodes.wrongUsage;
  }
  const interruption = interruptOnSignals();
  const { scenario, keep, json } = request;
  try {
    const result = await scenario.run({ keep, signal: interruption.signal, progress: process.stderr });
    printResult(result, json);
    return result.ok ? exitCodes.ok : exitCodes.failed;
  } catch (error) {
    if (interruption.signal.aborted) {
      console.error("Interrupted; everything that was started has been stopped.");
      return exitCodes.interrupted;
    }
    console.error(error instanceof Error ? error.message : error);
    return exitCodes.failed;
  }
};

/** First Ctrl-C: clear up and leave. Second: leave at once. */
const interruptOnSignals = (): AbortController => {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      console.error("\nStopping; once more to leave without clearing up.");
      controller.abort(new Error(`interrupted by ${name}`));
    });
  }
  return controller;
};

const printResult = ({ report, text }: ScenarioResult, json: boolean): void => {
  if (json) console.log(JSON.stringify(report));
  else console.log(text);
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = exitCodes.failed;
  },
);
