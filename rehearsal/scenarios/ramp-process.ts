import { setTimeout as sleep } from "node:timers/promises";
import type { CommandResult } from "../../cli/run-command";
import { untilGone } from "../engine/kill-process-tree";
import type { Stage } from "./stage";

/** The real command line under way, which can be watched, interrupted and killed. */
export class RampProcess {
  /** How it ended, once it has. */
  public readonly ended: Promise<CommandResult>;
  private readonly lines: string[] = [];
  private pid: number | undefined;
  private isOver = false;

  public constructor(stage: Stage, words: readonly string[]) {
    const watch = {
      onStart: (pid: number) => {
        this.pid = pid;
      },
      onLine: ({ text }: { readonly text: string }) => this.lines.push(text),
    };
    this.ended = stage.rehearsal.pulumi.cli(words, watch).finally(() => {
      this.isOver = true;
    });
  }

  /** Waits until it has said that a percent is under watch. */
  public async untilWatched(percent: number): Promise<void> {
    while (!this.lines.some((line) => line.startsWith(`${percent} % on `) && line.includes("under watch"))) {
      if (this.isOver) throw new Error(`It ended before ${percent} % were live:\n${this.lines.join("\n")}`);
      await sleep(50);
    }
  }

  /** Ctrl-C. */
  public interrupt(): void {
    process.kill(this.requirePid(), "SIGINT");
  }

  /** Nobody can catch this. */
  public async kill(): Promise<void> {
    const pid = this.requirePid();
    process.kill(pid, "SIGKILL");
    await untilGone([pid]);
    await this.ended;
  }

  private requirePid(): number {
    if (this.pid === undefined) throw new Error("It was never started.");
    return this.pid;
  }
}

/** The object that a command printed last with `--json`. */
export const reportIn = ({ stdout }: CommandResult): Readonly<Record<string, unknown>> => {
  const line = stdout.trimEnd().split("\n").at(-1) ?? "";
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
};
