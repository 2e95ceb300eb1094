import type { LockedPackage } from "./plan-licenses";

/** Licences that npm's metadata doesn't name as SPDX does, as the package's own file LICENSE says. */
const readInTheFile: Readonly<Record<string, string>> = { "@logdna/tail-file": "MIT" };

/** Reads the packages of a package-lock.json (lockfileVersion 3). */
export const readLockFile = (text: string): readonly LockedPackage[] => {
  const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, LockEntry>> };
  return Object.entries(packages).flatMap(([path, { version = "", license, dev = false, devOptional = false }]) => {
    const name = path.split("node_modules/").at(-1) ?? "";
    if (path === "") return [];
    return [{ name, version, license: readInTheFile[name] ?? license, isForDevelopment: dev || devOptional }];
  });
};

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}
