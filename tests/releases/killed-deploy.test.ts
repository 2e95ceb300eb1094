import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { bundleProcess } from "../../rehearsal/bench/bundled-process";
import { bucketName, RehearsedSite, smallBuild } from "./rehearsed-site";

/** All but one of a deploy's first calls: manifest, lock, three listings, another manifest, three files, two listings. The next makes it ready. */
const killedAt = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11];

describe("a deploy that is killed", function () {
  // Processes are started and a bundle is made.
  this.timeout(30_000);
  const site = new RehearsedSite();
  let folder: string;
  let bundle: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "killed-deploy-"));
    bundle = await bundleProcess("release-deploy", folder);
    await site.start();
    await site.deploy("frontend_live", site.build(smallBuild("live")));
    await site.enable("frontend_live");
  });
  after(async () => {
    await site.stop();
    rmSync(folder, { recursive: true });
  });

  /** Everything that the live site is served from. */
  const live = async () => ({
    pointer: site.region.state.keyValueStores,
    page: await site.text("releases/frontend_live/index.html"),
    chunk: await site.text("pool/assets/app-live.js"),
    manifest: await site.text("meta/frontend_live.json"),
  });

  /** Kills the process while it waits for the answer to its nth call, and returns what ended it. */
  const runUntil = async (call: number, id: string, build: string): Promise<unknown> => {
    const args = [bundle, site.settings.endpoints["s3"] ?? "", bucketName, id, build];
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    let calls = 0;
    site.onCall = () => {
      calls += 1;
      if (calls === call) child.kill("SIGKILL");
    };
    const [, signal] = await once(child, "exit");
    site.onCall = () => undefined;
    return signal;
  };

  for (const call of killedAt) {
    it(`at its call number ${call} leaves the live site as it was, and the same deploy completes it`, async () => {
      const before = await live();
      const id = `frontend_killed${call}`;
      const build = site.build(smallBuild(`k${call}`));
      expect(await runUntil(call, id, build)).to.equal("SIGKILL");
      expect(await live()).to.deep.equal(before);
      expect(await site.state(id)).not.to.equal("ready");
      await site.deploy(id, build);
      expect(await live()).to.deep.equal(before);
      expect(await site.state(id)).to.equal("ready");
      expect(await site.text(`pool/assets/app-k${call}.js`)).to.equal(`console.log("k${call}")`);
    });
  }
});
