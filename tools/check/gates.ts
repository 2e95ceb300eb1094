/** One command that must succeed. */
export interface Gate {
  readonly name: string;
  readonly args: readonly string[];
  /** True where its output is shown as it comes, not only on failure. @default false */
  readonly isShown?: boolean;
}

/** Looks at the code without running it; independent of each other. */
export const staticGates: readonly Gate[] = [
  { name: "types", args: ["tsc", "--noEmit"] },
  { name: "types of the demo's frontend", args: ["tsc", "--noEmit", "-p", "rehearsal/frontend-app"] },
  { name: "format and lint", args: ["biome", "ci", "--colors=off"] },
  { name: "directions of imports", args: ["depcruise", "--no-progress", "."] },
  { name: "dead code", args: ["knip", "--no-progress"] },
];

/** Runs the tests, then looks at what they covered; in this order. One process: mocha ends its workers before they tell coverage. */
export const testGates: readonly Gate[] = [
  { name: "tests", args: ["c8", "mocha", "tests/**/*.test.ts"], isShown: true },
  {
    name: "the region agrees with emulators of AWS",
    args: ["mocha", "--config", "tests/contract/.mocharc.json"],
    isShown: true,
  },
  {
    name: "every branch of a plan and a policy is tested",
    args: [
      "c8",
      "check-coverage",
      "--per-file",
      "--branches=100",
      "--lines=0",
      "--functions=0",
      "--statements=0",
      "--include",
      "**/plan-*.ts",
      "--include",
      "policies/**/*.ts",
    ],
  },
];
