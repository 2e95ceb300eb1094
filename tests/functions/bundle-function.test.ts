import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as ours from "../../functions/bundle-function";

const root = path.resolve(__dirname, "../..");

const codeOf = async (archive: pulumi.asset.AssetArchive): Promise<string> => {
  const files = (await archive.assets) as Record<string, pulumi.asset.StringAsset>;
  expect(Object.keys(files)).to.deep.equal(["index.js"]);
  return (await files["index.js"]?.text) ?? "";
};

/** The same sources in another folder, read by a program that runs there. */
const copyCheckout = async (folder: string): Promise<typeof ours> => {
  for (const part of ["functions", "cutover", "drain", "scale-out", "standby", "clients", "package.json"])
    await cp(path.join(root, part), path.join(folder, part), { recursive: true });
  await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  return require(path.join(folder, "functions/bundle-function.ts")) as typeof ours;
};

describe("bundleFunction", () => {
  let folder = "";

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "another-checkout-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("gives the same bytes in every checkout, and names no folder in them", async () => {
    const theirs = await copyCheckout(folder);
    for (const name of ["announce-drain", "drain-instance", "release-old-color", "scale-out-fleet"]) {
      const code = await codeOf(ours.bundleFunction(name));
      const copied = await codeOf(theirs.bundleFunction(name));
      expect(copied === code, "the same code").to.equal(true);
      for (const trace of [root, folder, "node_modules/"]) expect(code.includes(trace), trace).to.equal(false);
    }
  });

  it("says which functions there are when there is no such one", async () => {
    const failure = await codeOf(ours.bundleFunction("no-such-function")).catch((error: Error) => error.message);
    expect(failure).to.equal(
      "There is no function no-such-function: use one of announce-drain, drain-instance, release-old-color, scale-out-fleet.",
    );
  });
}).timeout(20_000);
