import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { isPage } from "./plan-file-headers";
import type { Page } from "./plan-references";
import { type Build, type BuildFile, largestPut } from "./plan-release-files";
import { runInFlight } from "./run-in-flight";

/** Files read at once; each costs a descriptor and one buffer. */
const readsInFlight = 16;

/** Bytes: smaller files are read whole, which is quicker; larger ones are streamed, which bounds memory. */
const streamedFrom = 1024 * 1024;

/** Reads a build's directory: names, sizes, digests of the bytes, and the text of its pages. */
export const readBuild = async (directory: string, signal: AbortSignal): Promise<Build> => {
  const root = await realpath(directory).catch((cause: unknown) => {
    throw new Error(`Can't read the directory ${directory}: ${textOf(cause)}. Build first, or name another one.`);
  });
  const paths = await walk(root, "");
  const files: BuildFile[] = [];
  const pages: Page[] = [];
  await runInFlight(paths, { limit: readsInFlight, signal }, async (path) => {
    files.push({ path, ...(await digest(join(root, path))) });
    if (isPage(path)) pages.push({ path, html: await readFile(join(root, path), "utf8") });
  });
  return { files: files.sort(byPath), pages: pages.sort(byPath) };
};

/** By UTF-16 units, whatever the locale, so that the same build makes the same manifest everywhere. */
const byPath = (one: { readonly path: string }, other: { readonly path: string }): number =>
  one.path < other.path ? -1 : Number(one.path > other.path);

const walk = async (root: string, folder: string): Promise<readonly string[]> => {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((cause: unknown) => {
    throw new Error(`Can't read the directory ${join(root, folder)}: ${textOf(cause)}. Check its permissions.`);
  });
  const found: string[] = [];
  for (const entry of entries) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await walk(root, path)));
    else if (entry.isFile()) found.push(path);
    else await requireFileInside(root, path).then(() => found.push(path));
  }
  return found;
};

/** What a link leads to is published, so it must be a file of the build itself. */
const requireFileInside = async (root: string, path: string): Promise<void> => {
  const target = await realpath(join(root, path)).catch(() => undefined);
  const isFile = target?.startsWith(root + sep) && (await stat(target)).isFile();
  if (isFile) return;
  throw new Error(
    `${path} is no regular file: it leads to ${target ?? "nothing"}. Allowed are files of the build and links to such; copy it in.`,
  );
};

const digest = async (file: string): Promise<Omit<BuildFile, "path">> => {
  try {
    const { size } = await stat(file);
    // It will be refused: hashing it would only keep somebody waiting.
    if (size > largestPut) return { size, sha256: "" };
    const hash = createHash("sha256");
    if (size < streamedFrom) hash.update(await readFile(file));
    else for await (const chunk of createReadStream(file)) hash.update(chunk);
    return { size, sha256: hash.digest("base64") };
  } catch (cause) {
    throw new Error(`Can't read ${file}: ${textOf(cause)}. Check its permissions.`, { cause });
  }
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
