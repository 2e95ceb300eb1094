import type { ReleaseFile } from "./plan-release-files";

/** What a release consists of, and whether all of it is there. */
export interface Manifest {
  readonly id: string;
  /** Pending until every file was found in the bucket. */
  readonly state: "pending" | "ready";
  /** ISO 8601. */
  readonly createdAt: string;
  /** What it was built from. */
  readonly commit?: string;
  readonly files: readonly ReleaseFile[];
}

/** What manifests' keys begin with. */
export const manifestPrefix = "meta/frontend_";

/** Where a release's manifest is. */
export const manifestKey = (id: string): string => `meta/${id}.json`;

/** One file a line, so that two manifests can be compared by eye. */
export const formatManifest = ({ files, ...manifest }: Manifest): string => {
  const head = JSON.stringify({ v: 1, ...manifest }).slice(0, -1);
  return `${head},"files":[\n${files.map((file) => JSON.stringify(file)).join(",\n")}\n]}\n`;
};

/** Reads a manifest; throws where it isn't one of this version, so that nothing is decided on a guess. */
export const parseManifest = (key: string, text: string): Manifest => {
  const { v, ...manifest } = parseJson(key, text);
  if (v === 1 && isManifest(manifest) && manifestKey(manifest.id) === key) return manifest;
  throw new Error(
    `${key} is not a release's manifest of version 1. Restore the object's previous version, or remove it together with its release.`,
  );
};

const parseJson = (key: string, text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch (cause) {
    throw new Error(`${key} holds no JSON. Restore the object's previous version.`, { cause });
  }
};

const isManifest = (value: object): value is Manifest => {
  const { id, state, createdAt, files } = value as Partial<Record<keyof Manifest, unknown>>;
  return (
    typeof id === "string" &&
    (state === "pending" || state === "ready") &&
    !Number.isNaN(Date.parse(String(createdAt))) &&
    Array.isArray(files) &&
    files.every(isFile)
  );
};

const isFile = (file: unknown): boolean => {
  const { key, size, sha256, path } = (file ?? {}) as Partial<Record<keyof ReleaseFile, unknown>>;
  return [key, sha256, path].every((text) => typeof text === "string") && typeof size === "number";
};
