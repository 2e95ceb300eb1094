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
  { name: "format and lint", args: ["biome", "ci", "--colors=off"] },
  { name: "directions of imports", args: ["depcruise", "--no-progress", "."] },
  { name: "dead code", args: ["knip", "--no-progress"] },
];

/** Runs the tests, then looks at what they covered; in this order. */
export const testGates: readonly Gate[] = [
  { name: "tests", args: ["c8", "mocha", "--parallel", "--jobs", "2", "tests/**/*.test.ts"], isShown: true },
  {
    name: "every branch of a plan and a policy is tested",
    args: [
      "c8",
      "check-coverage",
      "--per-file",
      "--branches",
      "100",
      "--include",
      "**/plan-*.ts",
      "--include",
      "policies/**/*.ts",
    ],
  },
];
