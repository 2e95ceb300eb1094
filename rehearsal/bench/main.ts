import { type Figure, formatFigure, keepsLimits } from "./benchmark";
import { drainCalls } from "./drain-calls";
import { flipCost } from "./flip-cost";
import { functionStart } from "./function-start";
import { releaseUpload } from "./release-upload";

const benchmarks = [flipCost, drainCalls, functionStart, releaseUpload];

/** `npm run bench -- [name …] [--json]`: prints figures; exits with 1 where one exceeds its limit. */
const main = async (): Promise<void> => {
  const args = process.argv.slice(2);
  const names = args.filter((argument) => argument !== "--json");
  const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    console.error(`Unknown: ${unknown.join(", ")}. Allowed: ${benchmarks.map(({ name }) => name).join(", ")}, --json.`);
    process.exitCode = 2;
    return;
  }
  const interruption = new AbortController();
  process.once("SIGINT", () => interruption.abort(new Error("interrupted by SIGINT")));
  const figures: Record<string, readonly Figure[]> = {};
  for (const { name, run } of benchmarks.filter((benchmark) => names.length === 0 || names.includes(benchmark.name))) {
    console.error(`${name}: measuring …`);
    figures[name] = await run(interruption.signal);
    if (!args.includes("--json")) console.log([name, ...figures[name].map(formatFigure)].join("\n"));
  }
  if (args.includes("--json")) console.log(JSON.stringify(figures));
  if (!keepsLimits(Object.values(figures).flat())) process.exitCode = 1;
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
