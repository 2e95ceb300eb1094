import { constants } from "node:fs";
import { access, chmod, copyFile, link, mkdir, realpath, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { bundleForNode } from "../bundle-for-node";

/** The engine's name for the Node language host. */
const languageHost = "pulumi-language-nodejs";

/** Where rehearsals find executables. */
export interface ExecutableSources {
  /** Absolute path of the `pulumi` executable. */
  readonly cli: string;
  /** The inherited PATH. */
  readonly searchPath: string;
}

/**
 * Provides a folder with the CLI and a Node language host, and returns it. The official layout is left as it is; where it has
 * no language host, ours is bundled beside a link to the CLI, so that the engine takes it for its own and doesn't warn.
 */
export const provideExecutables = async (directory: string, sources: ExecutableSources): Promise<string> => {
  const cli = await realpath(sources.cli);
  const official = [dirname(cli), ...sources.searchPath.split(delimiter)];
  if (await findExecutable(languageHost, official)) return dirname(cli);
  await mkdir(directory, { recursive: true });
  await Promise.all([linkOrCopy(cli, join(directory, "pulumi")), bundleLanguageHost(directory)]);
  return directory;
};

/** The first executable file of that name in the folders, undefined where none has one. */
export const findExecutable = async (name: string, directories: readonly string[]): Promise<string | undefined> => {
  for (const directory of directories.filter((entry) => entry !== "")) {
    const candidate = join(directory, name);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
};

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/** A link costs nothing; across file systems only a copy works. */
const linkOrCopy = (from: string, to: string): Promise<void> =>
  link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE));

/** One file starts in a third of the time that the SDK's many small ones need. */
const bundleLanguageHost = async (directory: string): Promise<void> => {
  const entry = join(__dirname, "language-host", "main.ts");
  const bundle = await bundleForNode({ entry, outfile: join(directory, "language-host.js") });
  const launcher = join(directory, languageHost);
  await writeFile(launcher, `#!/bin/sh\nexec '${process.execPath}' '${bundle}' "$@"\n`);
  await chmod(launcher, 0o755);
};
