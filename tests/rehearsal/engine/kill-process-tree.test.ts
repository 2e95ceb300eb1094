import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "chai";
import { killProcessTree, processTree } from "../../../rehearsal/engine/kill-process-tree";
import { hasEnded } from "./has-ended";

/** Starts a child in a process group of its own, as Pulumi starts its plugins, tells its id and ignores what can be ignored. */
const parent = `
  process.on("SIGTERM", () => undefined);
  const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"], { detached: true });
  console.log(child.pid);
  setInterval(() => undefined, 1000);
`;

describe("killProcessTree", () => {
  let root: ChildProcess;
  let child: number;

  beforeEach(async () => {
    root = spawn(process.execPath, ["-e", parent], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = root.stdout === null ? [] : await once(root.stdout, "data");
    child = Number(String(line));
  });

  it("finds descendants in process groups of their own, parents first", () => {
    expect(processTree(root.pid ?? 0)).to.deep.equal([root.pid, child]);
  });

  it("ends all of them before it returns", async () => {
    await killProcessTree(root.pid ?? 0);
    expect([await hasEnded(root.pid ?? 0), await hasEnded(child), processTree(root.pid ?? 0)]).to.deep.equal([
      true,
      true,
      [root.pid],
    ]);
  });

  it("has nothing against one that has ended already", async () => {
    await killProcessTree(root.pid ?? 0);
    await killProcessTree(root.pid ?? 0);
  });

  afterEach(() => killProcessTree(root.pid ?? 0));
});
