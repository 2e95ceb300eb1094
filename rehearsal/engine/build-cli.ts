import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runCommand } from "../../cli/run-command";
import type { CliSearch } from "./acquire-pulumi-cli";
import { pinnedCliVersion } from "./plan-pulumi-cli";

/** Holds the go.mod and go.sum that pin the CLI. */
export const pinnedModuleDirectory = join(__dirname, "..", "..", "tools", "pulumi-cli");

const packagePath = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
/** Without it the CLI doesn't know its version. */
const versionFlag = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${pinnedCliVersion}`;
/** A first build on one slow core, with the download of about 300 modules. */
const longestBuildMs = 30 * 60_000;
const progressEveryMs = 15_000;

/** Builds the CLI from the pinned module into `<directory>/pulumi`; returns what went wrong, undefined where nothing did. */
export const buildCli = async (directory: string, search: CliSearch): Promise<string | undefined> => {
  const { variables, signal, onProgress, moduleDirectory = pinnedModuleDirectory } = search;
  await mkdir(directory, { recursive: true });
  const building = await mkdtemp(join(dirname(directory), "building-"));
  const startedAt = performance.now();
  const ticking = setInterval(() => {
    onProgress(`  still building, ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }, progressEveryMs);
  try {
    const built = join(building, "pulumi");
    const args = ["build", "-trimpath", "-ldflags", `-s -w ${versionFlag}`, "-o", built, packagePath];
    const result = await runCommand({
      file: "go",
      args,
      cwd: moduleDirectory,
      variables,
      signal,
      timeoutMs: longestBuildMs,
      graceMs: 1000,
    });
    if (result.exitCode !== 0) return `go build ended with exit code ${result.exitCode}:\n${lastLines(result.stderr)}`;
    await rename(built, join(directory, "pulumi"));
    return undefined;
  } finally {
    clearInterval(ticking);
    await rm(building, { recursive: true, force: true });
  }
};

const lastLines = (text: string): string => text.trimEnd().split("\n").slice(-15).join("\n");
