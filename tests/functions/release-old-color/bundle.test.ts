import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { bundleFunction } from "../../../functions/bundle-function";

describe("the bundle of release-old-color", () => {
  let folder = "";
  let bundle = "";
  let code = "";

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "release-old-"));
    bundle = path.join(folder, "index.js");
    const files = (await bundleFunction("release-old-color").assets) as Record<string, pulumi.asset.StringAsset>;
    code = (await files["index.js"]?.text) ?? "";
    await writeFile(bundle, code);
  });

  after(() => rm(folder, { recursive: true }));

  it("is smaller than a megabyte, and packed than 300 kilobytes", () => {
    expect(code.length).to.be.lessThan(1_000_000);
    expect(gzipSync(code).length).to.be.lessThan(300_000);
  });

  it("fails its cold start on a bad environment, naming every problem", async () => {
    // Uncaught, Node would print the bundle's one long line first, and a pipe may end before the message.
    const script = "try { require(process.env.BUNDLE) } catch (error) { console.log(error.message) }";
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ["-e", script], { env: { BUNDLE: bundle } });

    expect(stdout).to.include("The function release-old-color can't start").and.include("SERVICES");
  });
}).timeout(20_000);
