import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

/** Stands in for npm: notes its arguments, then does what the test says; `ci` empties node_modules first. */
const fakeNpm = (behave: string): string => `#!/bin/sh
echo "$*" >> notes
rm -rf node_modules; mkdir node_modules
${behave}
`;

const chai = { version: "6.3.0", integrity: "sha512-a" };
const otherSystem = { version: "1.0.0", integrity: "sha512-b", optional: true, os: ["aix"] };
const lockOf = (packages: object): string => JSON.stringify({ packages: { "": { name: "x" }, ...packages } });

describe("the set-up", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "switchyard-set-up-"));
    cpSync(join(__dirname, "..", "..", "tools"), join(root, "tools"), { recursive: true });
    mkdirSync(join(root, "bin"));
    writeFileSync(
      join(root, "package-lock.json"),
      lockOf({ "node_modules/chai": chai, "node_modules/other": otherSystem }),
    );
    npm("sleep 0.3");
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const npm = (behave: string): void => {
    writeFileSync(join(root, "bin", "npm"), fakeNpm(behave));
    chmodSync(join(root, "bin", "npm"), 0o755);
  };

  const setUp = (
    script = "require('./tools/set-up.cjs')",
    path = join(root, "bin"),
  ): Promise<{ code: number | null; said: string[] }> =>
    new Promise((resolve) => {
      const env = { PATH: `${path}:/usr/bin:/bin` };
      const child = spawn(process.execPath, ["-e", script], { cwd: root, env, stdio: ["ignore", "inherit", "pipe"] });
      let said = "";
      child.stderr.on("data", (chunk) => {
        said += chunk;
      });
      child.on("close", (code) => resolve({ code, said: said.trimEnd().split("\n").filter(Boolean) }));
    });

  const installs = (): string[] => {
    const notes = join(root, "notes");
    return existsSync(notes) ? readFileSync(notes, "utf8").trimEnd().split("\n") : [];
  };

  const withoutSeconds = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/\d+ s/, "N s"));
  const installed = ["Installing the dependencies with npm ci, once for this package-lock.json.", "Installed in N s."];

  it("installs what the lock file says, then says nothing until the lock file changes", async () => {
    const first = await setUp();
    expect({ ...first, said: withoutSeconds(first.said) }).to.deep.equal({ code: 0, said: installed });
    expect(await setUp()).to.deep.equal({ code: 0, said: [] });
    expect(installs()).to.deep.equal(["ci --ignore-scripts --no-audit --no-fund --loglevel=error"]);
    writeFileSync(join(root, "package-lock.json"), lockOf({}));
    expect(withoutSeconds((await setUp()).said)).to.deep.equal(installed);
  });

  const installedByHand = (packages: object): void => {
    mkdirSync(join(root, "node_modules"));
    writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
  };

  it("believes npm's own record of an install by hand, without the packages of other systems", async () => {
    installedByHand({ "node_modules/chai": chai });
    expect(await setUp()).to.deep.equal({ code: 0, said: [] });
    expect(installs()).to.deep.equal([]);
  });

  for (const [what, packages] of [
    ["another version", { "node_modules/chai": { ...chai, version: "6.2.0" } }],
    ["another content", { "node_modules/chai": { ...chai, integrity: "sha512-c" } }],
    ["a package too few", {}],
    ["a package too many", { "node_modules/chai": chai, "node_modules/more": chai }],
  ] as const) {
    it(`installs over an install by hand with ${what}`, async () => {
      installedByHand(packages);
      expect(withoutSeconds((await setUp()).said)).to.deep.equal(installed);
    });
  }

  it("installs once when two commands start together", async () => {
    const both = await Promise.all([setUp(), setUp()]);
    expect(both.map(({ code }) => code)).to.deep.equal([0, 0]);
    expect(installs()).to.have.length(1);
    const waiter = both.find(({ said }) => said[0]?.startsWith("Waiting"));
    expect(waiter?.said[0]).to.match(/^Waiting for process \d+, which is installing the dependencies\.$/);
  });

  for (const [code, hint] of [
    ["ENOTFOUND", "There is no way to the package registry."],
    ["ENOSPC", "The disk is full."],
    ["EACCES", "This folder or npm's cache can't be written to."],
    ["EUSAGE", "package.json and package-lock.json differ."],
  ] as const) {
    it(`says what to do about ${code}, keeps npm's words and tries again the next time`, async () => {
      npm(`echo "npm error code ${code}" >&2; exit 7`);
      const { code: exitCode, said } = await setUp();
      expect(exitCode).to.equal(7);
      expect(said.slice(1, 3)).to.deep.equal([`npm error code ${code}`, "npm ci failed with exit code 7."]);
      expect(said[3]).to.include(hint);
      npm("");
      expect((await setUp()).code).to.equal(0);
    });
  }

  it("says so where there is no npm", async () => {
    const script = "process.env.PATH = '/nowhere'; require('./tools/set-up.cjs')";
    const { code, said } = await setUp(script);
    expect(code).to.equal(1);
    expect(said.at(-1)).to.equal("npm isn't on PATH. It comes with Node: https://nodejs.org");
  });

  for (const [version, isEnough] of [
    ["12.22.12", false],
    ["20.18.3", false],
    ["20.19.0", true],
    ["24.0.0", true],
  ] as const) {
    it(`${isEnough ? "accepts" : "refuses"} Node ${version}`, async () => {
      const pretend = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } });`;
      const { code, said } = await setUp(`${pretend} require('./tools/set-up.cjs')`);
      expect(code).to.equal(isEnough ? 0 : 1);
      const refusal = `This project needs Node 20.19 or newer with npm; this is Node ${version}.`;
      expect(said[0]).to.equal(isEnough ? installed[0] : refusal);
    });
  }
});
