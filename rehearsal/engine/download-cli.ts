import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { runCommand } from "../../cli/run-command";
import type { CliSearch } from "./acquire-pulumi-cli";
import { pinnedCliVersion } from "./plan-pulumi-cli";

const officialReleases = "https://get.pulumi.com/releases/sdk";
const probeMs = 5000;
/** 100 MB at 350 kB/s. */
const longestDownloadMs = 5 * 60_000;
const longestExtractionMs = 60_000;
/** The release archives of 2026 are about 90 MB; ten times as much can't be one. */
const largestArchiveBytes = 900_000_000;

/** The archive's name in a release, undefined for a system that has none. */
export const releaseArchive = (system: string, processor: string): string | undefined => {
  const processors: Readonly<Record<string, string>> = { x64: "x64", arm64: "arm64" };
  const name = processors[processor];
  const isPublished = (system === "linux" || system === "darwin") && name !== undefined;
  return isPublished ? `pulumi-${pinnedCliVersion}-${system}-${name}.tar.gz` : undefined;
};

/** Whether the release can be fetched at all; takes 5 s at most. */
export const isReachable = async (search: CliSearch): Promise<boolean> => {
  try {
    const response = await fetch(archiveUrl(search), { method: "HEAD", signal: within(probeMs, search.signal) });
    return response.ok;
  } catch {
    return false;
  }
};

/** Downloads the official release and puts its executables into a folder; returns what went wrong, undefined where nothing did. */
export const downloadCli = async (directory: string, search: CliSearch): Promise<string | undefined> => {
  await mkdir(dirname(directory), { recursive: true });
  const unpacking = await mkdtemp(join(dirname(directory), "unpacking-"));
  try {
    const archive = await fetchArchive(search);
    await verifyChecksum(archive, search);
    await writeFile(join(unpacking, "archive.tar.gz"), archive);
    await extract(unpacking, search);
    await rm(directory, { recursive: true, force: true });
    await rename(join(unpacking, "pulumi"), directory);
    return undefined;
  } catch (error) {
    return `The download failed: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    await rm(unpacking, { recursive: true, force: true });
  }
};

const archiveUrl = ({ releasesUrl = officialReleases }: CliSearch): string =>
  `${releasesUrl}/${releaseArchive(platform(), arch())}`;

const within = (milliseconds: number, signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(milliseconds), ...(signal ? [signal] : [])]);

const fetchArchive = async (search: CliSearch): Promise<Buffer> => {
  const response = await fetch(archiveUrl(search), { signal: within(longestDownloadMs, search.signal) });
  if (!response.ok) throw new Error(`${archiveUrl(search)} answered ${response.status}.`);
  const bytes = Number(response.headers.get("content-length") ?? 0);
  if (bytes > largestArchiveBytes)
    throw new Error(`the archive has ${bytes} bytes, at most ${largestArchiveBytes} are expected.`);
  return Buffer.from(await response.arrayBuffer());
};

/** Older releases have no checksum file; a wrong checksum is never accepted. */
const verifyChecksum = async (archive: Buffer, search: CliSearch): Promise<void> => {
  const { releasesUrl = officialReleases } = search;
  const file = `${releasesUrl}/pulumi-${pinnedCliVersion.slice(1)}-checksums.txt`;
  const response = await fetch(file, { signal: within(probeMs, search.signal) });
  if (!response.ok) return;
  const name = releaseArchive(platform(), arch()) ?? "";
  const expected = (await response.text())
    .split("\n")
    .find((line) => line.trim().endsWith(name))
    ?.split(/\s+/)[0];
  const actual = createHash("sha256").update(archive).digest("hex");
  if (expected !== actual)
    throw new Error(`the archive's sha256 is ${actual}, ${file} says ${expected ?? "nothing about it"}.`);
};

const extract = async (directory: string, { variables, signal }: CliSearch): Promise<void> => {
  const result = await runCommand({
    file: "tar",
    args: ["-xzf", "archive.tar.gz", "--no-same-owner"],
    cwd: directory,
    variables,
    signal,
    timeoutMs: longestExtractionMs,
    graceMs: 1000,
  });
  if (result.exitCode !== 0) throw new Error(`tar ended with exit code ${result.exitCode}: ${result.stderr.trim()}`);
};
