/** One command that must succeed. */
export interface Gate {
  readonly name: string;
  readonly args: readonly string[];
  /** True where its output is shown as it comes, not only on failure. @default false */
  readonly isShown?: boolean;
  /** True where it adds to what the last gate finds covered. @default false */
  readonly isCovered?: boolean;
}

/** Looks at the code without running it; independent of each other. */
export const staticGates: readonly Gate[] = [
  { name: "types", args: ["tsc", "--noEmit"] },
  { name: "types of the demo's frontend", args: ["tsc", "--noEmit", "-p", "rehearsal/frontend-app"] },
  { name: "format and lint", args: ["biome", "ci", "--colors=off"] },
  { name: "directions of imports", args: ["depcruise", "--no-progress", "."] },
  { name: "dead code", args: ["knip", "--no-progress"] },
];

const withEngine = ["tests/engine/**/*.test.ts", "tests/browser/**/*.test.ts"];
/** Four minutes each: whoever begins with these ends first. */
const longest = ["standby", "release-enable", "documents"];
const longestFirst = [
  ...longest.map((name) => `tests/engine/${name}.test.ts`),
  `tests/engine/!(${longest.join("|")}).test.ts`,
  "tests/browser/**/*.test.ts",
];

/**
 * Runs the tests; independent of each other, the longest first. Those with the real engine are most of the work: two of their
 * files at a time, in workers that mocha ends before they tell what they covered. The others cover every plan by themselves.
 */
export const testGates: readonly Gate[] = [
  { name: "tests with the real engine and a browser", args: ["mocha", "--parallel", "--jobs=2", ...longestFirst] },
  {
    name: "tests",
    args: ["mocha", "tests/**/*.test.ts", ...withEngine.flatMap((files) => ["--ignore", files])],
    isShown: true,
    isCovered: true,
  },
  {
    name: "the region agrees with emulators of AWS",
    args: ["mocha", "--config", "tests/contract/.mocharc.json"],
    isShown: true,
  },
];

/** Looks at what the tests covered. */
export const coverageGate: Gate = {
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
};
