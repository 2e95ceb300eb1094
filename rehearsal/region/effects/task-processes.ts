import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { bundleApp, bundleDemoWorker } from "../../app/bundle-app";
import type { TaskRecord } from "../ecs/state";
import type { Region } from "../region";
import { hasPort, taskEnvironment } from "./task-environment";

/** Where the app's bundle goes. */
export interface TaskProcessesOptions {
  /** A folder that the caller removes afterwards. */
  readonly bundleFolder: string;
  /** Where AWS answers. */
  readonly endpointUrl: string;
}

/** Bundles the demo app, once for all tasks, and gets ready to run the region's tasks with it. */
export const startTaskProcesses = async (
  region: Region,
  { bundleFolder, endpointUrl }: TaskProcessesOptions,
): Promise<TaskProcesses> =>
  new TaskProcesses(region, {
    server: await bundleApp(bundleFolder),
    bundleWorker: () => bundleDemoWorker(bundleFolder),
    endpointUrl,
  });

/** What tasks run, and where their calls go. */
interface TaskPrograms {
  /** What serves requests. */
  readonly server: string;
  /** What consumes a queue: bundled when the first such task starts, as most stacks have none. */
  readonly bundleWorker: () => Promise<string>;
  readonly endpointUrl: string;
}

/**
 * From SIGTERM to SIGKILL where the container definition says nothing, in seconds.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html (ECS_CONTAINER_STOP_TIMEOUT)
 */
const defaultStopTimeoutSeconds = 30;

interface RunningTask {
  readonly child: ChildProcess;
  /** When it got SIGTERM by the region's clock. */
  terminatedAt?: number;
}

/** The local processes behind the region's tasks. */
export class TaskProcesses {
  private readonly running = new Map<string, RunningTask>();
  private isClosed = false;
  private worker: string | undefined;
  private bundling: Promise<void> | undefined;

  public constructor(
    private readonly region: Region,
    private readonly programs: TaskPrograms,
  ) {}

  /** The processes that are alive. */
  public get pids(): readonly number[] {
    return [...this.running.values()].flatMap(({ child }) => child.pid ?? []);
  }

  /** The process of a task, undefined where none is alive. */
  public pidOf(taskArn: string): number | undefined {
    return this.running.get(taskArn)?.child.pid;
  }

  /** Makes the processes follow the region's tasks: call it after every advance. */
  public reconcile(): void {
    if (this.isClosed) return;
    const { tasks } = this.region.state.ecs;
    for (const task of Object.values(tasks)) this.follow(task);
    for (const [taskArn, { child }] of this.running) {
      const status = tasks[taskArn]?.lastStatus ?? "STOPPED";
      // Its instance is gone, so nobody asks first.
      if (status === "STOPPED") child.kill("SIGKILL");
    }
  }

  /** Kills what still runs and waits for its end; nothing is started or reported from now on. */
  public async close(): Promise<void> {
    this.isClosed = true;
    await this.bundling;
    const ends = [...this.running.values()].map(({ child }) => {
      const end = child.exitCode === null && child.signalCode === null ? once(child, "exit") : Promise.resolve();
      child.kill("SIGKILL");
      return end;
    });
    await Promise.allSettled(ends);
    this.running.clear();
  }

  private follow(task: TaskRecord): void {
    const running = this.running.get(task.taskArn);
    if (task.lastStatus === "PENDING" && running === undefined) this.start(task);
    if (task.lastStatus !== "STOPPING") return;
    if (running === undefined) this.reportExit(task.taskArn, undefined, "The container never started.");
    else this.stop(task, running);
  }

  private start(task: TaskRecord): void {
    const { taskArn } = task;
    const program = this.programOf(task);
    // It stays PENDING, as while an image is pulled.
    if (program === undefined) return;
    const surroundings = { endpointUrl: this.programs.endpointUrl, region: this.region.context.region };
    const prepared = taskEnvironment(this.region.state, task, surroundings);
    if (prepared.kind === "refused") {
      this.reportExit(taskArn, undefined, prepared.reason);
      return;
    }
    // The IPC channel tells the port, and its end tells the child that this process is gone.
    const child = spawn(process.execPath, [program, ...(task.command ?? [])], {
      env: { ...prepared.environment },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.running.set(taskArn, { child });
    child.on("message", (message) => this.reportStart(taskArn, message));
    child.once("error", ({ message }) => this.reportExit(taskArn, undefined, `CannotStartContainerError: ${message}`));
    child.once("exit", (code, signal) => this.reportExit(taskArn, exitCodeOf(code, signal), "The process ended."));
  }

  private programOf(task: TaskRecord): string | undefined {
    if (hasPort(this.region.state, task)) return this.programs.server;
    this.bundling ??= this.programs.bundleWorker().then((bundle) => {
      this.worker = bundle;
    });
    return this.worker;
  }

  private stop(task: TaskRecord, running: RunningTask): void {
    const { now } = this.region.context;
    if (running.terminatedAt === undefined) {
      running.terminatedAt = now;
      running.child.kill("SIGTERM");
      return;
    }
    const container = this.region.state.ecs.taskDefinitions[task.taskDefinitionArn]?.containerDefinitions?.[0];
    const stopTimeoutMs = (container?.stopTimeout ?? defaultStopTimeoutSeconds) * 1000;
    if (now - running.terminatedAt >= stopTimeoutMs) running.child.kill("SIGKILL");
  }

  private reportStart(taskArn: string, message: unknown): void {
    const { port } = message as { readonly port?: unknown };
    if (this.isClosed || typeof port !== "number") return;
    this.region.observe({ kind: "task-started", taskArn, hostPort: port });
  }

  private reportExit(taskArn: string, exitCode: number | undefined, reason: string): void {
    this.running.delete(taskArn);
    if (this.isClosed) return;
    this.region.observe({ kind: "task-exited", taskArn, exitCode, reason });
  }
}

/** A container that a signal ended has 128 and the signal's number. Source: https://docs.docker.com/engine/containers/run/#exit-status */
const exitCodeOf = (code: number | null, signal: NodeJS.Signals | null): number =>
  code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
