import { readFile } from "node:fs/promises";
import { writeZip } from "../../../write-zip";
import { signatureKey } from "../../diff-values";
import { isObject, objectIn, type Properties, textIn } from "../../properties";

/** Source: https://github.com/pulumi/pulumi/blob/v3.255.0/sdk/go/common/resource/sig/sig.go */
const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";

/** Packs an archive as the engine passes it: a zip as it is, or a map of assets with their text or their file. */
export const zipOf = async (archive: unknown): Promise<Uint8Array> => {
  if (!isObject(archive) || archive[signatureKey] !== archiveSignature) {
    throw new Error("The code of a function must be an archive: use pulumi.asset.AssetArchive or FileArchive.");
  }
  const path = textIn(archive, "path");
  if (path?.endsWith(".zip") === true) return readFile(path);
  const assets = Object.entries(objectIn(archive, "assets"));
  if (assets.length === 0) {
    throw new Error("The rehearsal reads archives that are zip files or maps of assets, not folders or addresses.");
  }
  const files = await Promise.all(
    assets.map(async ([name, asset]) => [name, await contentOf(name, isObject(asset) ? asset : {})] as const),
  );
  return writeZip(new Map(files));
};

const contentOf = async (name: string, asset: Properties): Promise<Uint8Array> => {
  const { text } = asset;
  if (typeof text === "string") return Buffer.from(text);
  const path = textIn(asset, "path");
  if (path !== undefined) return readFile(path);
  throw new Error(`The rehearsal reads assets with a text or a file, and ${name} has neither.`);
};
