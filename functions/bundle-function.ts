import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { build } from "esbuild";

/**
 * Bundles the function of a folder beside this file for Lambda, in the background; its handler is `index.handler`. The same
 * sources give the same bytes in any checkout: otherwise each cutover would update functions.
 */
export const bundleFunction = (folder: string): pulumi.asset.AssetArchive => {
  bundles ??= bundleAll();
  return new pulumi.asset.AssetArchive(bundles.then((codes) => archiveOf(folder, codes)));
};

/** One for each process, since nothing in it changes what is bundled. */
let bundles: Promise<ReadonlyMap<string, string>> | undefined;

/** All at once: they share most of what there is to read, which is most of the work. */
const bundleAll = async (): Promise<ReadonlyMap<string, string>> => {
  const { outputFiles } = await build({
    entryPoints: findEntryPoints(),
    absWorkingDir: path.dirname(__dirname),
    outbase: __dirname,
    // Nothing is written: the names of the files are all that comes of it.
    outdir: __dirname,
    write: false,
    bundle: true,
    // Identifiers and whitespace too: what is left of them would name the paths of this checkout.
    minify: true,
    legalComments: "none",
    platform: "node",
    format: "cjs",
    target: "node24",
    // The SDK's ES modules: the CommonJS ones can't be shaken and make the bundle twice as large.
    mainFields: ["module", "main"],
    // What editors and checks are told mustn't change what is deployed.
    tsconfigRaw: {},
    logLevel: "silent",
  });
  return new Map(outputFiles.map(({ path: file, text }) => [path.basename(path.dirname(file)), text]));
};

const findEntryPoints = (): string[] =>
  readdirSync(__dirname)
    .sort()
    .map((folder) => path.join(__dirname, folder, "index.ts"))
    .filter((file) => existsSync(file));

const archiveOf = (folder: string, codes: ReadonlyMap<string, string>): pulumi.asset.AssetMap => {
  const code = codes.get(folder);
  if (code === undefined)
    throw new Error(`There is no function ${folder}: use one of ${[...codes.keys()].join(", ")}.`);
  return { "index.js": new pulumi.asset.StringAsset(code) };
};
