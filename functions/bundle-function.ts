import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { build } from "esbuild";

/**
 * Bundles the function of a folder beside this file for Lambda, in the background; its handler is `index.handler`. The same
 * sources give the same bytes in any checkout: otherwise each cutover would update functions.
 */
export const bundleFunction = (folder: string): pulumi.asset.AssetArchive => {
  const bundled = bundles.get(folder) ?? bundle(folder);
  bundles.set(folder, bundled);
  return new pulumi.asset.AssetArchive(bundled);
};

/** One for each process, since nothing in it changes what is bundled. */
const bundles = new Map<string, Promise<pulumi.asset.AssetMap>>();

const bundle = async (folder: string): Promise<pulumi.asset.AssetMap> => {
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, folder, "index.ts")],
    absWorkingDir: path.dirname(__dirname),
    bundle: true,
    write: false,
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
  return { "index.js": new pulumi.asset.StringAsset(outputFiles.map(({ text }) => text).join("")) };
};
