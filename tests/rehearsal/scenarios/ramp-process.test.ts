import { expect } from "chai";
import { type CommandResult, runCommand } from "../../../cli/run-command";
import { RampProcess, reportIn } from "../../../rehearsal/scenarios/ramp-process";
import type { Stage } from "../../../rehearsal/scenarios/stage";

/** A stage whose command line is a script of ours. */
const stageWith = (script: string): Stage => {
  const cli = (_words: readonly string[], watch: object): Promise<CommandResult> =>
    runCommand({ file: process.execPath, args: ["-e", script], cwd: __dirname, variables: {}, ...watch });
  return { rehearsal: { pulumi: { cli } } } as unknown as Stage;
};

const watched = 'console.error("1 % on green, read back; now 9 s under watch.");';
const staying = `process.once("SIGINT", () => process.exit(130)); ${watched} setInterval(() => undefined, 1000);`;

describe("RampProcess", () => {
  it("waits for a percent to be under watch, then interrupts", async () => {
    const ramp = new RampProcess(stageWith(staying), []);
    await ramp.untilWatched(1);
    ramp.interrupt();
    expect((await ramp.ended).exitCode).to.equal(130);
  });

  it("kills what can't catch it", async () => {
    const ramp = new RampProcess(stageWith(staying), []);
    await ramp.untilWatched(1);
    await ramp.kill();
    expect((await ramp.ended).exitCode).to.equal(-1);
  });

  it("doesn't wait for a percent that won't come any more", async () => {
    const ramp = new RampProcess(stageWith(`${watched} console.error("refused");`), []);
    const failure = await ramp.untilWatched(25).catch(String);
    expect(failure).to.match(/^Error: It ended before 25 % were live:\n1 % on green.*\nrefused$/);
  });
});

describe("reportIn", () => {
  const printed = (stdout: string): CommandResult => ({
    exitCode: 0,
    stdout,
    stderr: "",
    durationMs: 1,
    isInterrupted: false,
  });

  it("reads the last line as the object of --json, and nothing else as none", () => {
    expect(reportIn(printed('text\n{"kind":"done"}\n'))).to.deep.equal({ kind: "done" });
    expect(reportIn(printed("killed"))).to.deep.equal({});
  });
});
