import { createHash } from "node:crypto";
import type { ObjectReader, ObjectWriter } from "../clients/object-store";
import { formatManifest, type Manifest, manifestKey, manifestPrefix, parseManifest } from "./manifest";
import { runInFlight } from "./run-in-flight";

/** Manifests read at once. */
const inFlight = 16;

/** The manifest of a release; undefined where it was never deployed. */
export const readManifest = async (
  store: Pick<ObjectReader, "read">,
  id: string,
  signal: AbortSignal,
): Promise<Manifest | undefined> => {
  const text = await store.read(manifestKey(id), signal);
  return text === undefined ? undefined : parseManifest(manifestKey(id), text);
};

/** The manifests of all releases, oldest first; throws where one can't be read. */
export const readManifests = async (
  store: Pick<ObjectReader, "read" | "list">,
  signal: AbortSignal,
): Promise<readonly Manifest[]> => {
  const listed = await store.list(manifestPrefix, signal);
  const manifests: Manifest[] = [];
  await runInFlight(listed, { limit: inFlight, signal }, async ({ key }) => {
    const text = await store.read(key, signal);
    if (text !== undefined) manifests.push(parseManifest(key, text));
  });
  return manifests.sort((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
};

/** The digests of what the newest other release stored; a release that isn't ready vouches for nothing. */
export const readKnownDigests = async (
  store: Pick<ObjectReader, "read" | "list">,
  id: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> => {
  const listed = await store.list(manifestPrefix, signal);
  const others = listed.filter(({ key }) => key !== manifestKey(id));
  const [newest] = [...others].sort((one, other) => other.modifiedAt - one.modifiedAt);
  const text = newest === undefined ? undefined : await store.read(newest.key, signal);
  if (newest === undefined || text === undefined) return new Map();
  const { state, files } = parseManifest(newest.key, text);
  return new Map(state === "ready" ? files.map(({ key, sha256 }) => [key, sha256]) : []);
};

/** Stores a manifest; with `ifAbsent` only where the release has none yet. */
export const writeManifest = (
  store: Pick<ObjectWriter, "put">,
  manifest: Manifest,
  { ifAbsent, signal }: { readonly ifAbsent: boolean; readonly signal: AbortSignal },
): Promise<"stored" | "exists"> =>
  store.put({ ...jsonObject(manifestKey(manifest.id), formatManifest(manifest)), ifAbsent }, signal);

/** An object of our own bookkeeping, which no viewer can reach. */
export const jsonObject = (key: string, text: string) => ({
  key,
  body: { text },
  size: Buffer.byteLength(text),
  sha256: createHash("sha256").update(text).digest("base64"),
  contentType: "application/json; charset=utf-8",
  cacheControl: "no-store",
  metadata: {},
});
