import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** Node processes of one language host, all of which end with it. */
export class ChildProcesses {
  private readonly running = new Set<ChildProcess>();

  /** Starts a Node script. */
  public spawnNode(args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(process.execPath, args, options);
    this.running.add(child);
    child.once("close", () => this.running.delete(child));
    return child;
  }

  /** Ends what still runs, at once: the engine is gone or has given up, so there is nobody to report to. */
  public kill(): void {
    for (const child of this.running) child.kill("SIGKILL");
  }
}
