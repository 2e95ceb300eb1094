import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleForNode } from "../bundle-for-node";

/** A policy pack that commands check. */
export interface PolicyPack {
  /** Absolute folder of `PulumiPolicy.yaml`. */
  readonly directory: string;
  /** Absolute path of the file for `--policy-pack-config`. @default the policies' own values */
  readonly configFile?: string;
}

/** A pack in TypeScript, and where it becomes one file. */
export interface PolicyPackSource {
  /** Absolute folder of the project whose `policies` folder holds the pack. */
  readonly projectDirectory: string;
  /** Absolute folder, which is made. */
  readonly directory: string;
  /** Values by policy name, as `--policy-pack-config` takes them. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** The flags of `preview` and `up`. The engine wants a config for each pack, or for none. */
export const policyFlags = (packs: readonly PolicyPack[]): string[] =>
  packs.flatMap(({ directory, configFile }) => [
    ...["--policy-pack", directory],
    ...(configFile === undefined ? [] : ["--policy-pack-config", configFile]),
  ]);

/** Bundles a pack: the SDK compiles a pack's TypeScript at every start with all type checks, which takes two seconds more. */
export const bundlePolicyPack = async ({
  projectDirectory,
  directory,
  config,
}: PolicyPackSource): Promise<PolicyPack> => {
  const source = join(projectDirectory, "policies");
  const { name, version, main } = JSON.parse(await readFile(join(source, "package.json"), "utf8"));
  await mkdir(directory, { recursive: true });
  const write = (file: string, text: string): Promise<void> => writeFile(join(directory, file), text);
  const configFile = join(directory, "config.json");
  await Promise.all([
    bundleForNode({ entry: join(source, main), outfile: join(directory, "index.js") }),
    write("package.json", JSON.stringify({ name, version, main: "index.js" })),
    write("PulumiPolicy.yaml", await readFile(join(source, "PulumiPolicy.yaml"), "utf8")),
    write("config.json", JSON.stringify(config)),
    // The SDK's own runner of packs is looked for from here.
    symlink(join(projectDirectory, "node_modules"), join(directory, "node_modules")),
  ]);
  return { directory, configFile };
};
