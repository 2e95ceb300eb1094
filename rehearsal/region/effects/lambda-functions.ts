import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { unzipSync } from "fflate";
import { bundleRuntime } from "../../lambda-runtime/bundle-runtime";
import type { ModelClock } from "../../model-clock";
import { functionOf } from "../lambda/function-records";
import { functionVariables } from "../lambda/function-variables";
import type { FunctionRecord } from "../lambda/state";
import type { Region } from "../region";
import { FunctionEnvironment } from "./function-environment";
import { QueuePoller } from "./queue-poller";

/** Where functions find AWS, and what time it is for them. */
export interface LambdaFunctionsOptions {
  /** A folder that the caller removes afterwards. */
  readonly bundleFolder: string;
  /** Where the region answers AWS calls over HTTP. */
  readonly endpointUrl: string;
  readonly clock: ModelClock;
}

/** One line that a function printed, or why an invocation failed. */
export interface FunctionLogLine {
  readonly functionName: string;
  readonly line: string;
}

/** Bundles the runtime, once for all functions, and gets ready to run the region's functions. */
export const startLambdaFunctions = async (region: Region, options: LambdaFunctionsOptions): Promise<LambdaFunctions> =>
  new LambdaFunctions(region, options, await bundleRuntime(options.bundleFolder));

/** The local processes behind the region's functions, fed by its event source mappings. */
export class LambdaFunctions {
  /** Oldest first. */
  public readonly logs: FunctionLogLine[] = [];
  private readonly pollers = new Map<string, QueuePoller>();
  private readonly environments = new Map<string, FunctionEnvironment[]>();
  private readonly files = new Map<string, Promise<string>>();
  private isClosed = false;

  public constructor(
    private readonly region: Region,
    private readonly options: LambdaFunctionsOptions,
    private readonly runtime: string,
  ) {}

  /** Makes pollers and processes follow the region's state: call it after every advance. */
  public reconcile(): void {
    if (this.isClosed) return;
    const { mappings, functions } = this.region.state.lambda;
    this.followMappings(Object.keys(mappings));
    this.startInvocations();
    this.endOutdated(new Set(Object.values(functions).map(revisionOf)));
  }

  /** Runs a function once, in an environment that is free or in a new one. */
  public async invoke(functionArn: string, event: object): Promise<unknown> {
    const record = functionOf(this.region.state, functionArn);
    const { functionName, config } = record;
    try {
      const environment = this.freeEnvironment(record, await this.unpacked(record));
      const context = { functionName, functionVersion: "$LATEST", invokedFunctionArn: functionArn };
      const limitMs = ((config.Timeout ?? 3) * 1000) / this.options.clock.factor;
      return await environment.invoke(event, context, limitMs + initMs);
    } catch (error) {
      this.logs.push({ functionName, line: error instanceof Error ? String(error.stack) : JSON.stringify(error) });
      throw error;
    }
  }

  /** Ends every process; nothing is started from now on. */
  public async close(): Promise<void> {
    this.isClosed = true;
    const environments = [...this.environments.values()].flat();
    this.environments.clear();
    await Promise.allSettled(environments.map((environment) => environment.close()));
    await Promise.allSettled([...this.pollers.values()].map((poller) => poller.close()));
  }

  /** Nobody waits for these: why one failed is in the log, and nothing here tries it again. */
  private startInvocations(): void {
    for (const { id, functionArn, payload } of this.region.state.lambda.invocations) {
      this.region.observe({ kind: "function-invoked", invocationId: id });
      this.invoke(functionArn, JSON.parse(payload)).catch(() => undefined);
    }
  }

  private followMappings(uuids: readonly string[]): void {
    for (const uuid of this.pollers.keys()) if (!uuids.includes(uuid)) this.pollers.delete(uuid);
    for (const uuid of uuids) {
      const poller = this.pollers.get(uuid) ?? new QueuePoller(this.region, this.invoke.bind(this), uuid);
      this.pollers.set(uuid, poller);
      void poller.poll();
    }
  }

  /** An environment with old code or settings ends when nothing runs in it. */
  private endOutdated(revisions: ReadonlySet<string>): void {
    for (const [revision, environments] of this.environments) {
      if (revisions.has(revision) || !environments.every(({ isFree }) => isFree)) continue;
      this.environments.delete(revision);
      for (const environment of environments) void environment.close();
    }
  }

  private freeEnvironment(record: FunctionRecord, entry: string): FunctionEnvironment {
    if (this.isClosed) throw new Error("The rehearsal ends: no function is started any more.");
    const environments = (this.environments.get(revisionOf(record)) ?? []).filter(({ hasEnded }) => !hasEnded);
    const free = environments.find(({ isFree }) => isFree);
    if (free !== undefined) return free;
    const { functionName, config } = record;
    const { endpointUrl, clock } = this.options;
    const started = new FunctionEnvironment({
      runtime: this.runtime,
      entry,
      handlerName: config.Handler?.split(".").at(-1) ?? "",
      variables: functionVariables(record, endpointUrl, this.region.context),
      clock,
      log: (line) => this.logs.push({ functionName, line }),
    });
    this.environments.set(revisionOf(record), [...environments, started]);
    return started;
  }

  /** The file that the handler is in; the code is unpacked once a revision. */
  private unpacked(record: FunctionRecord): Promise<string> {
    const revision = revisionOf(record);
    const file =
      this.files.get(revision) ?? unpack(record, path.join(this.options.bundleFolder, "functions", revision));
    this.files.set(revision, file);
    return file;
  }
}

const unpack = async ({ zip, config }: FunctionRecord, folder: string): Promise<string> => {
  const files = new Map(Object.entries(unzipSync(zip)).filter(([name]) => !name.endsWith("/")));
  for (const [name, content] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const module = config.Handler?.replace(/\.[^./]*$/, "") ?? "";
  const entry = ["js", "cjs", "mjs"].map((ending) => `${module}.${ending}`).find((name) => files.has(name));
  if (entry === undefined) throw new Error(`Runtime.ImportModuleError: Error: Cannot find module '${module}'`);
  return path.join(folder, entry);
};

/** Lambda counts loading apart from the invocation, up to 10 s. Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const initMs = 10_000;

const revisionOf = ({ functionName, codeSha256, config }: FunctionRecord): string =>
  createHash("sha256")
    .update(JSON.stringify([functionName, codeSha256, config]))
    .digest("hex")
    .slice(0, 16);
