import { expect } from "chai";
import { runCommand } from "../../../cli/run-command";
import { Victim } from "../../../rehearsal/scenarios/victim";

/** A shell that starts another process and waits for it. */
const command = (script: string, { watch }: Victim) =>
  runCommand({ file: "/bin/sh", args: ["-c", script], cwd: "/", variables: { PATH: "/usr/bin:/bin" }, ...watch });

describe("Victim", () => {
  it("dies with all it started when something asks for it, and nobody gets an answer, however often", async () => {
    const victim = new Victim();
    const running = command("sleep 30 & wait", victim);
    const answers = await Promise.allSettled([victim.kill(), victim.kill()]);
    expect(answers.map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
    expect([(await running).exitCode, victim.isHit]).to.deep.equal([-1, true]);
  });

  it("dies alone, and what it started ends by itself", async () => {
    const victim = new Victim();
    const running = command("sleep 0.2 & wait", victim);
    await victim.killAlone();
    expect((await running).exitCode).to.equal(-1);
    await victim.gone();
  });

  it("stands still before it dies", async () => {
    const victim = new Victim();
    const running = command("while true; do sleep 0.01; echo still here; done", victim);
    await victim.freeze();
    await victim.gone();
    expect([(await running).exitCode, victim.isHit]).to.deep.equal([-1, true]);
  });

  it("dies as soon as it prints a line", async () => {
    const victim = new Victim();
    victim.killAtLine(/^now$/);
    const { stdout } = await command("echo before; echo now; sleep 30; echo after", victim);
    expect([stdout, victim.isHit]).to.deep.equal(["before\nnow\n", true]);
  });

  it("isn't hit where nothing asks for it", async () => {
    const victim = new Victim();
    await command("true", victim);
    expect(victim.isHit).to.equal(false);
  });

  it("can't be killed before it runs", async () => {
    const error = await new Victim().kill().catch((reason: Error) => reason.message);
    expect(error).to.equal("The command has reached the point before it was started.");
  });
});
