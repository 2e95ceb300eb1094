import type { ObjectReader } from "../clients/object-store";
import type { Manifest } from "./manifest";
import { readManifests } from "./manifests";

/** A release in the list. */
export interface ReleaseSummary extends Pick<Manifest, "id" | "state" | "createdAt" | "commit"> {
  readonly files: number;
  readonly bytes: number;
}

/** All releases, newest first. */
export const listReleases = async (
  store: Pick<ObjectReader, "read" | "list">,
  signal: AbortSignal,
): Promise<readonly ReleaseSummary[]> =>
  (await readManifests(store, signal)).toReversed().map(({ files, ...manifest }) => ({
    ...manifest,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
  }));
