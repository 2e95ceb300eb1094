import { expect } from "chai";
import { type Command, type CommandResult, type OutputLine, runCommand } from "../../cli/run-command";
import { hasEnded } from "../rehearsal/engine/has-ended";

const shell = (script: string, more: Partial<Command> = {}): Promise<CommandResult> =>
  runCommand({ file: "/bin/sh", args: ["-c", script], cwd: "/", variables: { PATH: "/usr/bin:/bin" }, ...more });

const withoutDuration = ({ durationMs: _ms, ...rest }: CommandResult): Omit<CommandResult, "durationMs"> => rest;

describe("runCommand", () => {
  it("tells the exit code and both outputs apart", async () => {
    expect(withoutDuration(await shell("echo out; echo err >&2; exit 3"))).to.deep.equal({
      exitCode: 3,
      stdout: "out\n",
      stderr: "err\n",
      isInterrupted: false,
    });
  });

  it("passes each line on as it comes, the last one without its line end too", async () => {
    const lines: OutputLine[] = [];
    await shell("echo one; printf two", { onLine: (line) => lines.push(line) });
    expect(lines).to.deep.equal([
      { stream: "stdout", text: "one" },
      { stream: "stdout", text: "two" },
    ]);
  });

  it("hands over the given variables and no others", async () => {
    const { stdout } = await shell("env | grep -v -E '^(PWD|OLDPWD|SHLVL|_)='", {
      variables: { PATH: "/usr/bin:/bin", A: "1" },
    });
    expect(stdout.trim().split("\n").sort()).to.deep.equal(["A=1", "PATH=/usr/bin:/bin"]);
  });

  it("tells why a file can't be started", async () => {
    const result = await runCommand({ file: "/nowhere/pulumi", args: [], cwd: "/", variables: {} });
    expect(withoutDuration(result)).to.deep.equal({
      exitCode: -1,
      stdout: "",
      stderr: "spawn /nowhere/pulumi ENOENT",
      isInterrupted: false,
    });
  });

  it("starts nothing after the abort", async () => {
    const result = await shell("echo started", { signal: AbortSignal.abort() });
    expect(result).to.deep.equal({ exitCode: -1, stdout: "", stderr: "", durationMs: 0, isInterrupted: true });
  });

  it("interrupts once and waits for the command to clear up", async () => {
    const controller = new AbortController();
    const script =
      "trap 'echo interrupted; sleep 0.1; echo cleared; exit 7' INT; echo ready; while :; do sleep 0.05; done";
    const result = await shell(script, {
      signal: controller.signal,
      onLine: ({ text }) => text === "ready" && controller.abort(),
    });
    expect(withoutDuration(result)).to.deep.equal({
      exitCode: 7,
      stdout: "ready\ninterrupted\ncleared\n",
      stderr: "",
      isInterrupted: true,
    });
  });

  it("interrupts again, then kills a command that doesn't listen, with its children", async () => {
    const controller = new AbortController();
    const script = "trap 'echo no' INT; sleep 60 & echo $!; while :; do sleep 0.02; done";
    let child = 0;
    const onLine = ({ text }: OutputLine): void => {
      if (text === "no") return;
      child = Number(text);
      controller.abort();
    };
    const result = await shell(script, { signal: controller.signal, graceMs: 100, onLine });
    expect(result).to.include({ exitCode: -1, isInterrupted: true });
    expect(result.stdout).to.equal(`${child}\nno\nno\n`);
    expect(await hasEnded(child)).to.equal(true);
  });

  it("ends a command that takes too long", async () => {
    const result = await shell("sleep 60", { timeoutMs: 50, graceMs: 50 });
    expect(result).to.include({ exitCode: -1, isInterrupted: true });
  });

  it("doesn't wait for a grandchild that keeps the output open", async () => {
    const startedAt = performance.now();
    const { stdout } = await shell("(trap '' INT; sleep 4) & echo done");
    expect(stdout).to.equal("done\n");
    expect(performance.now() - startedAt).to.be.lessThan(3500);
  });
});
