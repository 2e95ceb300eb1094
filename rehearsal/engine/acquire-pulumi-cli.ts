import { mkdir } from "node:fs/promises";
import { arch, homedir, platform } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type CommandResult, runCommand, type Variables } from "../../cli/run-command";
import { withFileLock } from "../../tools/file-lock.cjs";
import { buildCli, pinnedModuleDirectory } from "./build-cli";
import { downloadCli, isReachable, releaseArchive } from "./download-cli";
import { findExecutable } from "./executables";
import { explainClosedWays } from "./explain-closed-ways";
import { type CliFacts, pinnedCliVersion, planPulumiCli } from "./plan-pulumi-cli";

/** Where to look for the CLI, and how to tell what happens. */
export interface CliSearch {
  readonly variables: Variables;
  /** Called with one line for people at each step that takes long. */
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Where releases are published. @default "https://get.pulumi.com/releases/sdk" */
  readonly releasesUrl?: string;
  /** Absolute folder of the go.mod that pins the CLI. @default the checkout's tools/pulumi-cli */
  readonly moduleDirectory?: string;
}

/** Finds the pinned CLI or gets it, and returns its absolute path; a second process waits instead of getting it too. */
export const acquirePulumiCli = async (search: CliSearch): Promise<string> => {
  const onPath = await findExecutable("pulumi", (search.variables["PATH"] ?? "").split(delimiter));
  const cached = join(cacheDirectory(search.variables), `pulumi-${pinnedCliVersion}`, "bin", "pulumi");
  const facts: CliFacts = {
    onPath: onPath && (await versionOf(onPath, search)),
    cached: await versionOf(cached, search),
    download: releaseArchive(platform(), arch()) === undefined ? "no-archive" : "untried",
    go: { kind: "untried" },
  };
  const plan = planPulumiCli(facts);
  if (plan.kind === "use") return plan.from === "path" && onPath !== undefined ? onPath : cached;
  await mkdir(dirname(dirname(dirname(cached))), { recursive: true });
  const lock = `${dirname(dirname(cached))}.lock`;
  const onWait = (holder: number): void =>
    search.onProgress(`Waiting for process ${holder}, which is getting the Pulumi CLI.`);
  await withFileLock(lock, { onWait, signal: search.signal }, () => getCli(facts, cached, search));
  return cached;
};

/** Follows the plan until the cache holds the CLI. */
const getCli = async (initial: CliFacts, cached: string, search: CliSearch): Promise<void> => {
  let facts: CliFacts = { ...initial, cached: await versionOf(cached, search) };
  for (;;) {
    search.signal?.throwIfAborted();
    const plan = planPulumiCli(facts);
    if (plan.kind === "use") return;
    if (plan.kind === "give-up") throw new Error(explainClosedWays(plan.closed));
    facts = { ...facts, ...(await steps[plan.kind](cached, search)) };
  }
};

/** Each step tells what it found out; a failed one closes its way, and the plan goes on with the next. */
const steps: Record<
  "probe-download" | "download" | "probe-go" | "build",
  (cached: string, search: CliSearch) => Promise<Partial<CliFacts>>
> = {
  "probe-download": async (_cached, search) => ({
    download: (await isReachable(search)) ? "reachable" : "unreachable",
  }),
  download: async (cached, search) => {
    search.onProgress(`Downloading the Pulumi CLI ${pinnedCliVersion}, once.`);
    const problem = await downloadCli(dirname(cached), search);
    if (problem !== undefined) search.onProgress(problem);
    const version = await versionOf(cached, search);
    return { cached: version, download: version === pinnedCliVersion ? "reachable" : "failed" };
  },
  "probe-go": async (_cached, search) => ({ go: await probeGo(search) }),
  build: async (cached, search) => {
    search.onProgress(
      `Building the Pulumi CLI ${pinnedCliVersion} from its Go module, once: about 4 minutes on 2 cores.`,
    );
    const problem = await buildCli(dirname(cached), search);
    if (problem !== undefined) search.onProgress(problem);
    const version = await versionOf(cached, search);
    return version === pinnedCliVersion ? { cached: version } : { cached: version, go: { kind: "failed" } };
  },
};

/** A toolchain download of 70 MB on a slow line. */
const longestToolchainMs = 120_000;

/** In the module's folder an older Go fetches the one that the module needs; where it may not, its own version is told. */
const probeGo = async (search: CliSearch): Promise<CliFacts["go"]> => {
  const { variables, signal, moduleDirectory = pinnedModuleDirectory } = search;
  const ask = (own: Variables): Promise<CommandResult> =>
    runCommand({
      file: "go",
      args: ["env", "GOVERSION"],
      cwd: moduleDirectory,
      variables: { ...variables, ...own },
      signal,
      timeoutMs: longestToolchainMs,
      graceMs: 500,
    });
  const fitting = await ask({});
  const { exitCode, stdout } = fitting.exitCode === 0 ? fitting : await ask({ GOTOOLCHAIN: "local", GOWORK: "off" });
  const version = /^go(\d\S*)/.exec(stdout)?.[1];
  return exitCode === 0 && version !== undefined ? { kind: "found", version } : { kind: "missing" };
};

const cacheDirectory = (variables: Variables): string =>
  join(variables["XDG_CACHE_HOME"] || join(variables["HOME"] ?? homedir(), ".cache"), "switchyard");

/** What an executable says its version is; undefined where there is none or it doesn't answer. */
const versionOf = async (cli: string, { variables, signal }: CliSearch): Promise<string | undefined> => {
  const quiet = { ...variables, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const result = await runCommand({
    file: cli,
    args: ["version"],
    cwd: homedir(),
    variables: quiet,
    signal,
    timeoutMs: 10_000,
    graceMs: 500,
  });
  return result.exitCode === 0 ? result.stdout.trim() : undefined;
};
