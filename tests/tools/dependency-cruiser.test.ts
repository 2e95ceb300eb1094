import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { expect } from "chai";

const root = join(__dirname, "..", "..");

/** One import, by value unless told otherwise; `to` is a file of the tree or a package. */
interface Import {
  readonly from: string;
  readonly to: string;
  readonly isTypeOnly?: boolean;
}

const forbidden: readonly (Import & { rule: string })[] = [
  { rule: "plans-are-pure", from: "cutover/plan-a.ts", to: "clients/a.ts" },
  { rule: "plans-are-pure", from: "drain/plan-b.ts", to: "node:fs" },
  { rule: "nothing-imports-the-rehearsal", from: "drain/a.ts", to: "rehearsal/a.ts" },
  { rule: "nothing-imports-tests", from: "cli/a.ts", to: "tests/a.ts" },
  { rule: "components-declare", from: "components/a.ts", to: "cutover/hook.ts" },
  {
    rule: "components-know-functions-by-their-settings",
    from: "components/b.ts",
    to: "functions/drain-instance/index.ts",
    isTypeOnly: true,
  },
  {
    rule: "components-know-functions-by-their-settings",
    from: "components/c.ts",
    to: "clients/a.ts",
    isTypeOnly: true,
  },
  { rule: "functions-are-entry-points", from: "functions/drain-instance/index.ts", to: "functions/other/index.ts" },
  { rule: "functions-are-entry-points", from: "functions/other/index.ts", to: "settings.ts", isTypeOnly: true },
  { rule: "topics-dont-know-their-entry-points", from: "releases/a.ts", to: "cli/b.ts" },
  { rule: "clients-are-thin", from: "clients/b.ts", to: "cutover/hook.ts" },
  { rule: "policies-import-plans-only", from: "policies/a.ts", to: "cutover/hook.ts" },
  { rule: "one-reader-of-the-stack-configuration", from: "cutover/hook.ts", to: "settings.ts" },
  { rule: "no-development-packages-in-what-is-deployed", from: "cli/c.ts", to: "only-for-tests" },
  { rule: "no-unresolvable", from: "cli/d.ts", to: "nowhere" },
  { rule: "no-cycles", from: "releases/one.ts", to: "releases/two.ts" },
];

const allowed: readonly Import[] = [
  // The other half of the cycle, which is told once.
  { from: "releases/two.ts", to: "releases/one.ts" },
  { from: "cutover/plan-c.ts", to: "cutover/plan-d.ts" },
  { from: "cutover/plan-c.ts", to: "cutover/hook.ts", isTypeOnly: true },
  { from: "components/d.ts", to: "cutover/plan-d.ts" },
  { from: "components/d.ts", to: "cutover/declared.ts" },
  { from: "components/d.ts", to: "components/e.ts" },
  { from: "components/d.ts", to: "settings.ts", isTypeOnly: true },
  { from: "components/d.ts", to: "functions/drain-instance/settings.ts", isTypeOnly: true },
  { from: "functions/drain-instance/index.ts", to: "clients/a.ts" },
  { from: "functions/drain-instance/index.ts", to: "drain/c.ts" },
  { from: "cutover/ports.ts", to: "clients/a.ts" },
  { from: "policies/b.ts", to: "cutover/plan-d.ts" },
  { from: "rehearsal/b.ts", to: "cutover/hook.ts" },
  { from: "rehearsal/b.ts", to: "only-for-tests" },
  { from: "tests/b.ts", to: "rehearsal/a.ts" },
  { from: "releases/three.ts", to: "releases/four.ts", isTypeOnly: true },
  { from: "releases/four.ts", to: "releases/three.ts", isTypeOnly: true },
];

describe("the directions of imports", () => {
  let tree: string;

  before(async () => {
    tree = await mkdtemp(join(tmpdir(), "switchyard-imports-"));
    await writeTree(tree, [...forbidden, ...allowed]);
  });

  after(() => rm(tree, { recursive: true, force: true }));

  it("refuse each forbidden import by its rule, and no other import", async () => {
    const expected = forbidden.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`);
    expect(await findViolations(tree)).to.deep.equal(expected.sort());
  }).timeout(20_000);
});

const writeTree = async (directory: string, imports: readonly Import[]): Promise<void> => {
  const files = new Map<string, string[]>();
  const linesOf = (file: string): string[] => {
    const lines = files.get(file) ?? ["export const value = 1;"];
    files.set(file, lines);
    return lines;
  };
  for (const { from, to, isTypeOnly = false } of imports) {
    const name = to.endsWith(".ts") ? specifierOf(from, to) : to;
    const lines = linesOf(from);
    const alias = `imported${lines.length}`;
    lines.push(isTypeOnly ? `import type * as ${alias} from "${name}";` : `import * as ${alias} from "${name}";`);
    lines.push(isTypeOnly ? `export type T${alias} = typeof ${alias};` : `console.log(${alias});`);
    if (to.endsWith(".ts")) linesOf(to);
  }
  files.set("tsconfig.json", [JSON.stringify({ compilerOptions: { module: "nodenext", target: "es2023" } })]);
  files.set("package.json", [JSON.stringify({ name: "tree", devDependencies: { "only-for-tests": "1.0.0" } })]);
  files.set("node_modules/only-for-tests/package.json", [JSON.stringify({ name: "only-for-tests", version: "1.0.0" })]);
  files.set("node_modules/only-for-tests/index.js", ["exports.value = 1;"]);
  for (const [file, lines] of files) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), lines.join("\n"));
  }
};

const specifierOf = (from: string, to: string): string => {
  const path = relative(dirname(from), to).replace(/\.ts$/, "");
  return path.startsWith(".") ? path : `./${path}`;
};

const findViolations = async (directory: string): Promise<string[]> => {
  const bin = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruiser.mjs");
  const args = [bin, "--config", join(root, ".dependency-cruiser.cjs"), "--output-type", "json", "."];
  const stdout = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: directory, maxBuffer: 50_000_000 }, (_error, text) => resolve(text));
  });
  const report = JSON.parse(stdout) as {
    summary: { violations: { from: string; to: string; rule: { name: string } }[] };
  };
  return report.summary.violations
    .map(
      ({ rule, from, to }) =>
        `${rule.name}: ${from} -> ${to.replace(/^node_modules\/([^/]+)\/.*/, "$1").replace(/^fs$/, "node:fs")}`,
    )
    .sort();
};
