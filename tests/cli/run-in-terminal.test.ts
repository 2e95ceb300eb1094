import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { runInTerminal } from "../../cli/run-in-terminal";

describe("runInTerminal", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "switchyard-terminal-"));
  });

  afterEach(() => rm(directory, { recursive: true }));

  const install = async (name: string): Promise<void> => {
    const file = path.join(directory, name);
    await writeFile(file, "#!/bin/sh\nexit 0\n");
    await chmod(file, 0o755);
  };

  it("runs nothing where one of the programs is missing", async () => {
    await install("aws");

    expect(await runInTerminal([process.execPath, "-e", "process.exit(7)"], directory)).to.equal(undefined);
  });

  it("runs the command, tells its exit code, and gives Ctrl-C back", async () => {
    await Promise.all([install("aws"), install("session-manager-plugin")]);
    const before = process.rawListeners("SIGINT");

    expect(await runInTerminal([process.execPath, "-e", "process.exit(7)"], directory)).to.equal(7);
    expect(process.rawListeners("SIGINT")).to.deep.equal(before);
  });
});
