import { spawn } from "node:child_process";
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
  let root: number;
  let child: number;

  beforeEach(async () => {
    const started = spawn(process.execPath, ["-e", parent], { stdio: ["ignore", "pipe", "inherit"] });
    if (started.pid === undefined) throw new Error("The parent wasn't started.");
    root = started.pid;
    const [line] = await once(started.stdout, "data");
    child = Number(String(line));
  });

  it("finds descendants in process groups of their own, parents first", () => {
    expect(processTree(root)).to.deep.equal([root, child]);
  });

  it("ends all of them before it returns", async () => {
    await killProcessTree(root);
    expect([await hasEnded(root), await hasEnded(child), processTree(root)]).to.deep.equal([true, true, []]);
  });

  it("has nothing against one that has ended already", async () => {
    await killProcessTree(root);
    await killProcessTree(root);
  });

  afterEach(() => killProcessTree(root));
});
