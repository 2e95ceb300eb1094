import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const text = readFileSync(join(__dirname, "..", "..", "package-lock.json"), "utf8");
const { packages } = JSON.parse(text) as { packages: Record<string, LockedPackage> };

const isLocked = (name: string, neededBy: string): boolean => {
  const folders = neededBy
    .split("/node_modules/")
    .map((_part, index, parts) => parts.slice(0, index + 1).join("/node_modules/"));
  return ["", ...folders].some((folder) => [folder, "node_modules", name].filter(Boolean).join("/") in packages);
};

describe("package-lock.json", () => {
  it("names no registry, so that each user's own is asked", () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).to.deep.equal([]);
  });

  it("holds the packages of every system, without which npm ci refuses it", () => {
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(name, place)),
    );
    expect(missing).to.deep.equal([]);
  });
});
