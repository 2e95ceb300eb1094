import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { coverageGate, type Gate, staticGates, testGates } from "./gates";
import { type GateResult, planVerdict } from "./plan-verdict";

const root = join(__dirname, "..", "..");
/** Where c8 looks for what Node has counted. */
const coverage = join(root, "coverage", "tmp");

const main = async (): Promise<void> => {
  rmSync(coverage, { recursive: true, force: true });
  const results = [
    ...(await runTwoAtATime(staticGates)),
    ...(await runTwoAtATime(testGates)),
    await runGate(coverageGate),
  ];
  const { passed, failed, skipped, exitCode } = planVerdict(results);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = exitCode;
};

/** Two: what the smallest build machines have in processors. */
const runTwoAtATime = async (gates: readonly Gate[]): Promise<GateResult[]> => {
  const waiting = [...gates];
  const results: GateResult[] = [];
  const work = async (): Promise<void> => {
    for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) results.push(await runGate(gate));
  };
  await Promise.all([work(), work()]);
  return results;
};

const runGate = async (gate: Gate): Promise<GateResult> => {
  const startedAt = performance.now();
  const { exitCode, output } = await run(gate);
  if (exitCode !== 0 && !gate.isShown) console.log(output.trimEnd());
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${exitCode === 0 ? "ok" : "FAILED"}  ${gate.name} (${seconds} s)`);
  return { name: gate.name, exitCode, output };
};

/** The tools are found by their names: npm puts node_modules/.bin first in PATH. */
const run = ({
  args: [file = "", ...args],
  isShown = false,
  isCovered = false,
}: Gate): Promise<{ exitCode: number; output: string }> =>
  new Promise((resolve) => {
    const variables = { ...env, ...(isCovered ? { NODE_V8_COVERAGE: coverage } : {}) };
    const child = spawn(file, args, { cwd: root, env: variables, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (isShown) process.stdout.write(chunk);
      });
    }
    child.on("error", (error) => resolve({ exitCode: 1, output: error.message }));
    child.on("close", (code) => resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });

void main();
