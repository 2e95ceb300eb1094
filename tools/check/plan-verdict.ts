/** How one gate ended. */
export interface GateResult {
  readonly name: string;
  readonly exitCode: number;
  readonly output: string;
}

/** What a whole check comes to. */
export interface Verdict {
  /** Tests that passed. */
  readonly passed: number;
  /** Tests that failed, and gates that failed otherwise. */
  readonly failed: number;
  /** Tests that couldn't run here, each of them told of loudly. */
  readonly skipped: number;
  readonly exitCode: 0 | 1;
}

/** Adds up the tests and the gates: a gate that fails without a failing test (a linter, a crash, missing coverage) counts as one. */
export const planVerdict = (gates: readonly GateResult[]): Verdict => {
  const passed = sum(gates.map(({ output }) => testsThat(output, "passing")));
  const failed = sum(gates.map(failuresOf));
  const skipped = sum(gates.map(({ output }) => testsThat(output, "pending")));
  return { passed, failed, skipped, exitCode: failed === 0 ? 0 : 1 };
};

const failuresOf = ({ exitCode, output }: GateResult): number =>
  exitCode === 0 ? 0 : Math.max(1, testsThat(output, "failing"));

/** mocha ends with lines such as "  12 passing (3s)" and "  1 failing". */
const testsThat = (output: string, outcome: "passing" | "failing" | "pending"): number =>
  Number(new RegExp(`^\\s*(\\d+) ${outcome}(?: \\(.*\\))?$`, "m").exec(output)?.[1] ?? 0);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
