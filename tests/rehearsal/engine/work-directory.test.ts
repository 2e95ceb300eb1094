import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  createWorkDirectory,
  isAlive,
  removeStaleWorkDirectories,
  removeWorkDirectory,
} from "../../../rehearsal/engine/work-directory";

const deadPid = (): number => spawnSync("/bin/true").pid;

describe("the work directory of a rehearsal", () => {
  let temporary: string;
  let projectDirectory: string;
  const stackFileOf = (stackName: string): string => join(projectDirectory, `Pulumi.${stackName}.yaml`);

  beforeEach(() => {
    temporary = realpathSync(mkdtempSync(join(tmpdir(), "switchyard-test-")));
    projectDirectory = join(temporary, "project");
    mkdirSync(projectDirectory);
  });

  afterEach(() => rmSync(temporary, { recursive: true, force: true }));

  it("can be read by its owner only and holds state, home and the owner's name", async () => {
    const directory = await createWorkDirectory(temporary, {
      pid: process.pid,
      projectDirectory,
      stackName: "rehearsal-a",
    });
    expect(statSync(directory).mode & 0o777).to.equal(0o700);
    expect(readdirSync(directory).sort()).to.deep.equal(["home", "owner.json", "state"]);
  });

  it("is removed with its stack file and nothing else", async () => {
    const owner = { pid: process.pid, projectDirectory, stackName: "rehearsal-a" };
    const directory = await createWorkDirectory(temporary, owner);
    for (const name of ["rehearsal-a", "staging"]) writeFileSync(stackFileOf(name), "");
    await removeWorkDirectory(directory, owner);
    expect(readdirSync(temporary)).to.deep.equal(["project"]);
    expect(readdirSync(projectDirectory)).to.deep.equal(["Pulumi.staging.yaml"]);
  });

  it("is removed by the next rehearsal when its owner is dead", async () => {
    const stale = await createWorkDirectory(temporary, {
      pid: deadPid(),
      projectDirectory,
      stackName: "rehearsal-dead",
    });
    const live = await createWorkDirectory(temporary, {
      pid: process.pid,
      projectDirectory,
      stackName: "rehearsal-live",
    });
    for (const name of ["rehearsal-dead", "rehearsal-live"]) writeFileSync(stackFileOf(name), "");
    expect(await removeStaleWorkDirectories(temporary)).to.deep.equal([stale]);
    expect(existsSync(stale)).to.equal(false);
    expect(existsSync(live)).to.equal(true);
    expect(readdirSync(projectDirectory)).to.deep.equal(["Pulumi.rehearsal-live.yaml"]);
  });

  const untrusted: readonly [string, string][] = [
    ["names another stack", JSON.stringify({ pid: 2 ** 22 + 1, projectDirectory: "/x", stackName: "prod" })],
    [
      "names a path for a stack",
      JSON.stringify({ pid: 2 ** 22 + 1, projectDirectory: "/x", stackName: "rehearsal-/../prod" }),
    ],
    ["has no owner's process", JSON.stringify({ projectDirectory: "/x", stackName: "rehearsal-a" })],
    ["isn't JSON", "{"],
    ["is null", "null"],
  ];
  for (const [what, text] of untrusted) {
    it(`is left alone when its owner file ${what}`, async () => {
      const directory = await createWorkDirectory(temporary, {
        pid: deadPid(),
        projectDirectory,
        stackName: "rehearsal-a",
      });
      writeFileSync(join(directory, "owner.json"), text);
      expect(await removeStaleWorkDirectories(temporary)).to.deep.equal([]);
      expect(existsSync(directory)).to.equal(true);
    });
  }
});

describe("isAlive", () => {
  it("knows this process, another user's, and a dead one", () => {
    expect([process.pid, 1, deadPid()].map(isAlive)).to.deep.equal([true, true, false]);
  });
});
