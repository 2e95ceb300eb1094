import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { ToParent, ToRuntime } from "../../lambda-runtime/messages";
import type { ModelClock } from "../../model-clock";

/** What an environment is started with. */
export interface FunctionEnvironmentOptions {
  /** The bundled runtime. */
  readonly runtime: string;
  /** The function's file. */
  readonly entry: string;
  /** What the file exports. */
  readonly handlerName: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly clock: ModelClock;
  /** Gets every line that the function prints. */
  readonly log: (line: string) => void;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One process that runs one function, one invocation after the other, as an execution environment of Lambda does. */
export class FunctionEnvironment {
  private readonly child: ChildProcess;
  private waiting: Waiting | undefined;
  private ended = false;

  public constructor({ runtime, entry, handlerName, variables, clock, log }: FunctionEnvironmentOptions) {
    const parameters = [runtime, entry, handlerName, String(clock.factor), String(clock.origin)];
    this.child = spawn(process.execPath, parameters, { env: variables, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    for (const stream of [this.child.stdout, this.child.stderr])
      if (stream !== null) createInterface({ input: stream }).on("line", log);
    this.child.on("message", (message) => this.settle(message as ToParent));
    this.child.once("error", (error) => this.end(error.message));
    this.child.once("exit", (code, signal) => this.end(`Runtime exited with ${signal ?? code}`));
  }

  /** Whether its process is gone, or on its way. */
  public get hasEnded(): boolean {
    return this.ended;
  }

  /** Whether it can take an invocation now. */
  public get isFree(): boolean {
    return this.waiting === undefined && !this.ended;
  }

  /** Runs the function once; past the time limit (real milliseconds) the process ends, as Lambda's does. */
  public async invoke(event: unknown, context: object, limitMs: number): Promise<unknown> {
    const done = new Promise<unknown>((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
    const message: ToRuntime = { event, context };
    // Sent before the function is loaded it waits in the channel.
    this.child.send(message, (error) => {
      if (error !== null) this.end(error.message);
    });
    const timer = setTimeout(() => {
      this.end(`Task timed out after ${limitMs} ms`);
      this.child.kill("SIGKILL");
    }, limitMs);
    try {
      return await done;
    } finally {
      clearTimeout(timer);
      this.waiting = undefined;
    }
  }

  /** Ends the process and waits until it is gone. */
  public async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await gone;
  }

  private settle(message: ToParent): void {
    if (message.kind === "answered") this.waiting?.resolve(message.answer);
    if (message.kind === "failed") this.waiting?.reject(new Error(message.error));
  }

  private end(reason: string): void {
    this.ended = true;
    this.waiting?.reject(new Error(reason));
  }
}
