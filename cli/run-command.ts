import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Environment variables of a child process. */
export type Variables = Readonly<Record<string, string>>;

/** One line that a command printed. */
export interface OutputLine {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** What to run, and how. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly variables: Variables;
  /** Called with each line as it comes. @default nothing is called */
  readonly onLine?: ((line: OutputLine) => void) | undefined;
  /** Called with the process's id once it runs. @default nothing is called */
  readonly onStart?: ((pid: number) => void) | undefined;
  /** When aborted, the command is interrupted, then killed. @default runs to its end */
  readonly signal?: AbortSignal | undefined;
  /** Longest run, in milliseconds; ends like an abort. @default unlimited */
  readonly timeoutMs?: number;
  /** How long an interrupted command may clear up before each harder signal, in milliseconds. @default 10000 */
  readonly graceMs?: number;
}

/** How a command ended. */
export interface CommandResult {
  /** -1 where a signal ended it or it couldn't be started. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  /** True where the abort signal or the timeout ended it. */
  readonly isInterrupted: boolean;
}

/**
 * Runs a command in a process group of its own, so that a terminal's Ctrl-C reaches it once and through us only.
 * Never rejects: a file that can't be started is told as exit code -1 with the reason on `stderr`.
 */
export const runCommand = async (command: Command): Promise<CommandResult> => {
  const startedAt = performance.now();
  if (command.signal?.aborted) return { exitCode: -1, stdout: "", stderr: "", durationMs: 0, isInterrupted: true };
  const { file, args, cwd, variables } = command;
  // Node hands this variable on unless told not to; measuring the coverage of an engine's Node processes would only slow it.
  const env = { NODE_V8_COVERAGE: undefined, ...variables };
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  if (child.pid !== undefined) command.onStart?.(child.pid);
  const stdout = collectLines(child.stdout, (text) => command.onLine?.({ stream: "stdout", text }));
  const stderr = collectLines(child.stderr, (text) => command.onLine?.({ stream: "stderr", text }));
  const interruption = interruptWhenAsked(child, command);
  const end = await waitForEnd(child);
  interruption.stop();
  return {
    exitCode: end.exitCode,
    stdout: stdout.text(),
    stderr: stderr.text() + end.problem,
    durationMs: Math.round(performance.now() - startedAt),
    isInterrupted: interruption.isAsked(),
  };
};

const collectLines = (stream: Readable, onLine: (text: string) => void): { text: () => string } => {
  const lines: string[] = [];
  createInterface({ input: stream }).on("line", (line) => {
    lines.push(`${line}\n`);
    onLine(line);
  });
  return { text: () => lines.join("") };
};

/** `exit`, not only `close`: a grandchild that keeps the pipes open must not hold us; it gets a moment to finish writing. */
const waitForEnd = (child: ChildProcess): Promise<{ exitCode: number; problem: string }> =>
  new Promise((resolve) => {
    child.on("error", (error) => resolve({ exitCode: -1, problem: error.message }));
    child.on("close", (code) => resolve({ exitCode: code ?? -1, problem: "" }));
    child.on("exit", (code) => {
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve({ exitCode: code ?? -1, problem: "" });
      }, pipesCloseWithinMs).unref();
    });
  });

const pipesCloseWithinMs = 2000;

const defaultGraceMs = 10_000;

/** The first SIGINT lets the engine finish what is under way, the second makes it leave at once, SIGKILL can't be refused. */
const signals = ["SIGINT", "SIGINT", "SIGKILL"] as const;

const interruptWhenAsked = (child: ChildProcess, command: Command): { stop: () => void; isAsked: () => boolean } => {
  const { signal, timeoutMs, graceMs = defaultGraceMs } = command;
  const timers: NodeJS.Timeout[] = [];
  let isAsked = false;
  const interrupt = (): void => {
    if (isAsked) return;
    isAsked = true;
    timers.push(...signals.map((name, step) => setTimeout(() => signalGroup(child, name), step * graceMs)));
  };
  if (timeoutMs !== undefined) timers.push(setTimeout(interrupt, timeoutMs));
  signal?.addEventListener("abort", interrupt, { once: true });
  const stop = (): void => {
    timers.forEach(clearTimeout);
    signal?.removeEventListener("abort", interrupt);
  };
  return { stop, isAsked: () => isAsked };
};

const signalGroup = (child: ChildProcess, name: NodeJS.Signals): void => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    if (!isNoSuchProcess(error)) throw error;
  }
};

const isNoSuchProcess = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ESRCH";
