import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** How long killed processes may take to be gone, in milliseconds. */
const goneWithinMs = 5_000;

/**
 * Kills a process and everything that it started, as a machine that fails does: with SIGKILL, which nobody can catch.
 * Pulumi's plugins are in process groups of their own, so that killing its group wouldn't reach them.
 */
export const killProcessTree = async (root: number): Promise<void> => {
  const pids = processTree(root);
  pids.forEach(kill);
  await untilGone(pids);
};

/** Waits until none of the processes is there. */
export const untilGone = async (pids: readonly number[]): Promise<void> => {
  const deadline = Date.now() + goneWithinMs;
  while (readProcesses().some((process) => pids.includes(process.pid) && isRunning(process))) {
    if (Date.now() > deadline) throw new Error(`Still running after ${goneWithinMs / 1000} s: ${pids.join(", ")}.`);
    await sleep(10);
  }
};

/**
 * What still runs of a process and its descendants, parents before their children.
 * One that has ended is passed over, but not its children: they keep it as their parent until its last thread is gone.
 */
export const processTree = (root: number): readonly number[] => {
  const processes = readProcesses();
  const tree = processes.filter(({ pid }) => pid === root);
  for (const parent of tree) tree.push(...processes.filter(({ ppid }) => ppid === parent.pid));
  return tree.filter(isRunning).map(({ pid }) => pid);
};

interface ProcessRecord {
  readonly pid: number;
  readonly ppid: number;
  /** `Z` has ended and waits for its parent to notice. */
  readonly state: string;
}

const isRunning = ({ state }: ProcessRecord): boolean => state !== "Z";

const readProcesses = (): readonly ProcessRecord[] => {
  try {
    return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : []));
  } catch {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,state="], { encoding: "utf8" }).trim().split("\n");
    return lines.map((line) => {
      const [pid, ppid, state = ""] = line.trim().split(/\s+/);
      return { pid: Number(pid), ppid: Number(ppid), state: state.charAt(0) };
    });
  }
};

/** Format: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; a name may hold anything, also brackets. */
const readProcess = (pid: number): readonly ProcessRecord[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", ppid] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return [{ pid, ppid: Number(ppid), state }];
  } catch {
    return [];
  }
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
};
