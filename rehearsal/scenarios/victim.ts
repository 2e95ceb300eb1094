import type { OutputLine } from "../../cli/run-command";
import { killProcessTree, processTree, untilGone } from "../engine/kill-process-tree";
import type { Watch } from "../engine/pulumi-project";
import { AwsError } from "../region/operation";

/** A command that is to die at a point that it reaches itself: whoever asks something of it kills it instead of answering. */
export class Victim {
  /** To be handed to the command. */
  public readonly watch: Watch = {
    onStart: (pid) => {
      this.pid = pid;
    },
    onLine: (line) => this.onLine(line),
  };
  private pid: number | undefined;
  private killing: Promise<void> | undefined;
  private onLine: (line: OutputLine) => void = () => undefined;

  /** True as soon as the point was reached. */
  public get isHit(): boolean {
    return this.killing !== undefined;
  }

  /** Kills the command with everything that it started; whoever waits for it gets no answer, however often it asks. */
  public readonly kill = (): Promise<never> => this.die(killProcessTree);

  /** Kills the command's first process alone, waits until what it started has ended by itself, and lets the answer go. */
  public readonly killAlone = async (): Promise<void> => {
    const [root, ...children] = processTree(this.requirePid());
    if (root !== undefined) process.kill(root, "SIGKILL");
    this.killing ??= untilGone(children);
  };

  /** Stops the command's first process where it is, kills all of it a little later, and lets the answer go. */
  public readonly freeze = async (): Promise<void> => {
    const pid = this.requirePid();
    process.kill(pid, "SIGSTOP");
    // Whatever the others do until then doesn't reach the frozen process any more.
    this.killing ??= new Promise((resolve) => setTimeout(resolve, frozenMs)).then(() => killProcessTree(pid));
  };

  /** Kills the command as soon as it prints a line like this. */
  public killAtLine(pattern: RegExp): void {
    this.onLine = ({ text }) => {
      if (pattern.test(text)) this.kill().catch(() => undefined);
    };
  }

  /** Waits until nothing of the command is left. */
  public async gone(): Promise<void> {
    await this.killing;
  }

  private async die(kill: (pid: number) => Promise<void>): Promise<never> {
    this.killing ??= kill(this.requirePid());
    await this.killing;
    throw new AwsError("ConnectionReset", "The rehearsal killed the process that asked.", 503);
  }

  private requirePid(): number {
    if (this.pid === undefined) throw new Error("The command has reached the point before it was started.");
    return this.pid;
  }
}

/** How long a frozen process waits for its end, in milliseconds. */
const frozenMs = 500;
