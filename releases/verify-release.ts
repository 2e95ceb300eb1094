import type { ObjectListing, ObjectReader } from "../clients/object-store";
import type { Manifest } from "./manifest";
import { readManifest } from "./manifests";
import { type Completeness, planCompleteness } from "./plan-completeness";

/** Whether a release is there as deployed; throws where there is none of that name. */
export const verifyRelease = async (
  store: ObjectReader,
  id: string,
  signal: AbortSignal,
): Promise<{ readonly state: Manifest["state"]; readonly completeness: Completeness }> => {
  const manifest = await readManifest(store, id, signal);
  if (manifest === undefined) throw new Error(`There is no release ${id}. Deploy it, or list the releases there are.`);
  return { state: manifest.state, completeness: await verifyFiles(store, manifest, signal) };
};

/** Compares a manifest with listings of the bucket: one call for each 1,000 objects. */
export const verifyFiles = async (
  store: Pick<ObjectReader, "list">,
  { id, files }: Manifest,
  signal: AbortSignal,
): Promise<Completeness> => planCompleteness(files, await listFiles(store, id, signal));

/** Everything that a release may consist of. */
export const listFiles = async (
  store: Pick<ObjectReader, "list">,
  id: string,
  signal: AbortSignal,
): Promise<readonly ObjectListing[]> =>
  (await Promise.all([store.list("pool/", signal), store.list(`releases/${id}/`, signal)])).flat();

/** Throws, naming what is missing, unless the release is complete. */
export const requireComplete = (id: string, completeness: Completeness): void => {
  if (completeness.kind === "incomplete") throw new Error(incompleteText(id, completeness));
};

/** What is missing of a release, for people. */
export const incompleteText = (id: string, { missing, unequal }: Completeness & { kind: "incomplete" }): string => {
  const all = [...missing.map((key) => `${key} is missing`), ...unequal.map((key) => `${key} has another size`)];
  const rest = all.length > shown ? [`and ${all.length - shown} more`] : [];
  return [`The release ${id} is not complete:`, ...all.slice(0, shown), ...rest, "Deploy it again."].join("\n  ");
};

const shown = 10;
