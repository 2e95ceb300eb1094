import { expect } from "chai";
import { type GateResult, planVerdict, type Verdict } from "../../../tools/check/plan-verdict";

const gate = (exitCode: number, output = ""): GateResult => ({ name: "gate", exitCode, output });
const tests = (exitCode: number, output: string): GateResult => ({
  name: "tests",
  exitCode,
  output: `  ✔ a test\n\n${output}\n`,
});

const cases: readonly [string, readonly GateResult[], Verdict][] = [
  [
    "counts the tests that passed",
    [gate(0), tests(0, "  12 passing (3s)")],
    { passed: 12, failed: 0, skipped: 0, exitCode: 0 },
  ],
  [
    "counts the tests that failed",
    [tests(2, "  12 passing (3s)\n  2 failing")],
    { passed: 12, failed: 2, skipped: 0, exitCode: 1 },
  ],
  [
    "counts a failed gate as one",
    [gate(1, "2 failing rules"), tests(0, "  12 passing (3s)")],
    { passed: 12, failed: 1, skipped: 0, exitCode: 1 },
  ],
  [
    "adds failed gates to failed tests",
    [gate(1), gate(2), tests(3, "  1 passing (1s)\n  3 failing")],
    { passed: 1, failed: 5, skipped: 0, exitCode: 1 },
  ],
  [
    "counts a crash before the first test",
    [tests(7, "Error: cannot find module")],
    { passed: 0, failed: 1, skipped: 0, exitCode: 1 },
  ],
  [
    "counts a crash after passing tests",
    [tests(1, "  12 passing (3s)")],
    { passed: 12, failed: 1, skipped: 0, exitCode: 1 },
  ],
  [
    "counts the tests that couldn't run",
    [tests(0, "  12 passing (3s)"), tests(0, "  3 passing (1s)\n  4 pending")],
    { passed: 15, failed: 0, skipped: 4, exitCode: 0 },
  ],
];

describe("planVerdict", () => {
  for (const [title, gates, verdict] of cases) {
    it(title, () => expect(planVerdict(gates)).to.deep.equal(verdict));
  }
});
