import type { ObjectReader } from "../clients/object-store";
import { errorText } from "../cutover/error-text";
import type { Manifest } from "./manifest";
import { readManifest } from "./manifests";
import { parsePointer } from "./plan-pointer";
import { fallbackRelease } from "./plan-release-id";

/** What asking after a release needs from outside. */
export interface RequireReleasePorts {
  readonly store: Pick<ObjectReader, "read">;
  /** Ends the wait for S3. */
  readonly signal: AbortSignal;
  /** Writes one line to the operator. */
  readonly warn: (line: string) => void;
}

/**
 * Runs before the pointer is written: throws where it would lead viewers to a release that isn't deployed to its end, so that they
 * keep the one that they have. A bucket that can't be asked stops nobody: a way back must not hang on it.
 * @param before - the pointer as it is
 * @param after - the pointer as it is to be
 */
export const requireRelease = async (before: string, after: string, ports: RequireReleasePorts): Promise<void> => {
  const { r: release } = parsePointer(after);
  const live = liveIn(before);
  // The fallback comes with the stack and was never deployed.
  if (release === fallbackRelease || release === live) return;
  const state = await askFor(release, ports);
  if (state === "ready" || state === "unknown") return;
  const keep = live === undefined ? "Nothing was switched." : `Viewers keep ${live}.`;
  throw new Error(
    state === "absent"
      ? `There is no release ${release}. ${keep} Deploy it, then repeat: npm run cli -- release deploy <folder> --id ${release}`
      : `The deploy of ${release} has not ended. ${keep} Run it again with --id ${release}, then repeat.`,
  );
};

const askFor = async (
  release: string,
  { store, signal, warn }: RequireReleasePorts,
): Promise<Manifest["state"] | "absent" | "unknown"> => {
  try {
    return (await readManifest(store, release, signal))?.state ?? "absent";
  } catch (error) {
    warn(`Nobody says whether the release ${release} is complete: ${errorText(error)}`);
    return "unknown";
  }
};

/** Undefined where what is there is no pointer: then it is to be mended. */
const liveIn = (pointer: string): string | undefined => {
  try {
    return parsePointer(pointer).r;
  } catch {
    return undefined;
  }
};
