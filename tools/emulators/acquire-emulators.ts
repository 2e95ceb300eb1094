import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { withFileLock } from "../file-lock.cjs";

/** Where the emulators are, or why they can't be had. */
export type AcquiredEmulators =
  | { readonly kind: "ready"; readonly binDirectory: string }
  | { readonly kind: "missing"; readonly reason: string };

/** What getting the emulators depends on. */
export interface EmulatorSearch {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Called with one line for people at each step that takes long. */
  readonly onProgress: (line: string) => void;
  /** Pins with hashes. @default the checkout's tools/emulators/requirements.txt */
  readonly requirementsFile?: string;
  /** What they are, for people. @default the AWS emulators that the contract tests compare with */
  readonly what?: string;
}

const emulators = "the AWS emulators that the contract tests compare with";

/** Finds the pinned emulators in the cache or installs them there, once for each requirements.txt; a second process waits. */
export const acquireEmulators = async (search: EmulatorSearch): Promise<AcquiredEmulators> => {
  const { requirementsFile = join(__dirname, "requirements.txt"), what = emulators, variables } = search;
  const pins = createHash("sha256")
    .update(await readFile(requirementsFile))
    .digest("hex");
  const cache = join(variables["XDG_CACHE_HOME"] || join(variables["HOME"] || homedir(), ".cache"), "switchyard");
  const folder = join(cache, `emulators-${pins.slice(0, 16)}`);
  const ready: AcquiredEmulators = { kind: "ready", binDirectory: join(folder, "bin") };
  if (existsSync(completed(folder))) return ready;
  await mkdir(cache, { recursive: true });
  const onWait = (holder: number): void =>
    search.onProgress(`Waiting for process ${holder}, which is installing ${what}.`);
  return withFileLock(`${folder}.lock`, { onWait }, async () => {
    if (existsSync(completed(folder))) return ready;
    const reason = await install(folder, requirementsFile, search);
    return reason === undefined ? ready : { kind: "missing", reason };
  });
};

/** Written last: a folder without it is what an interrupted installation left. */
const completed = (folder: string): string => join(folder, "installed");

/** Installs wheels only, so that nothing of theirs runs before its hash was checked; answers what went wrong. */
const install = async (
  folder: string,
  requirementsFile: string,
  { variables, onProgress, what = emulators }: EmulatorSearch,
): Promise<string | undefined> => {
  onProgress(`Installing ${what}, once: about half a minute.`);
  await rm(folder, { recursive: true, force: true });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "15"];
  const steps: readonly (readonly [file: string, args: readonly string[], advice: string])[] = [
    ["python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"], "It takes Python 3.10 or newer."],
    ["python3", ["-m", "venv", folder], "On Debian: apt-get install python3-venv."],
    [
      join(folder, "bin", "python"),
      [...pip, "--require-hashes", "--only-binary", ":all:", "--requirement", requirementsFile],
      "It takes a Python package index, PyPI or the one that pip is configured for.",
    ],
  ];
  for (const [file, args, advice] of steps) {
    const problem = await runToEnd(file, args, variables);
    if (problem !== undefined) return `${advice} ${file} ${args.slice(0, 3).join(" ")}: ${problem}`;
  }
  await writeFile(completed(folder), "");
  return undefined;
};

/** An installation that takes longer hangs. Milliseconds. */
const patience = 300_000;

/** Answers the end of what it said, where it failed. */
const runToEnd = async (
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> => {
  try {
    await promisify(execFile)(file, [...args], { env: { ...env }, timeout: patience });
    return undefined;
  } catch (error) {
    const { stderr = "", message } = error as Error & { readonly stderr?: string };
    return (stderr.trim() || message).split("\n").slice(-3).join(" ");
  }
};
