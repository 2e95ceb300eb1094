import { utimesSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { expect } from "chai";
import { type Edge, startEdge } from "../../rehearsal/region/effects/edge";
import { readViewerRequest } from "../../releases/read-viewer-request";
import { type AwsCli, acquireAwsCli } from "../../tools/aws-cli/acquire-aws-cli";
import { bucketName, RehearsedSite, smallBuild } from "./rehearsed-site";

/** What this process was started with. */
const variables = { ...env };

const minute = 60_000;
const page = (version: string): string => String(smallBuild(version)["index.html"]);

describe("a rollback between pages of the same size", () => {
  let site: RehearsedSite;
  /** Folders of two builds that differ in the names of their chunks, as bundlers make them. */
  let builds: Readonly<Record<"r1" | "r2", string>>;

  beforeEach(async () => {
    site = new RehearsedSite();
    await site.start();
    builds = { r1: site.build(smallBuild("r1")), r2: site.build(smallBuild("r2")) };
    expect(page("r1").length).to.equal(page("r2").length);
  });
  afterEach(() => site.stop());

  it("serves the bytes of the release that was gone back to", async () => {
    for (const version of ["r1", "r2"] as const) {
      await site.deploy(`frontend_${version}`, builds[version]);
      site.now += minute;
    }
    const place = { bucket: bucketName, keyValueStoreArn: site.storeArn, functionSource: readViewerRequest() };
    const edge: Edge = await startEdge(site.region, place);
    const served: string[] = [];
    for (const version of ["r1", "r2", "r1"]) {
      await site.enable(`frontend_${version}`);
      served.push(await (await fetch(`${edge.url}/`)).text());
    }
    await edge.close();
    expect(served).to.deep.equal([page("r1"), page("r2"), page("r1")]);
  });

  describe("by aws s3 sync, as control,", () => {
    let aws: AwsCli | undefined;

    before(async function () {
      // It may have to be installed.
      this.timeout(400_000);
      const acquired = await acquireAwsCli({ variables, onProgress: (line) => console.warn(line) });
      if (acquired.kind === "ready") {
        aws = acquired.run;
        return;
      }
      const text = `The rollback by aws s3 sync is NOT shown: there is no aws command. ${acquired.reason}`;
      if (variables["CI"] === "true") throw new Error(text);
      console.warn(`    ${text}`);
    });

    /** Copies as the command does, at the region's time; answers what it says to have copied or deleted. */
    const sync = async (from: string, to: string, ...options: readonly string[]): Promise<readonly string[]> => {
      const output = await aws?.(site.settings.endpoints["s3"] ?? "", [
        "s3",
        "sync",
        from,
        to,
        "--no-progress",
        ...options,
      ]);
      site.now += minute;
      return (output ?? "")
        .split("\n")
        .flatMap((line) => /^\w+: \S*?([\w.-]+)(?: to |$)/.exec(line)?.[1] ?? [])
        .sort();
    };
    /** The build as it was written just now. */
    const built = (version: "r1" | "r2"): string => {
      const now = new Date(site.now);
      for (const path of Object.keys(smallBuild(version))) utimesSync(join(builds[version], path), now, now);
      site.now += minute;
      return builds[version];
    };
    const at = (place: string): string => `s3://${bucketName}/${place}`;

    it("copies nothing, says so to nobody, and then deletes what the page needs", async () => {
      if (aws === undefined) return;
      for (const place of ["releases/r1", "active"]) {
        expect(await sync(built("r1"), at(place))).to.include.members(["app-r1.js", "index.html"]);
      }
      expect(await sync(built("r2"), at("active"))).to.include.members(["app-r2.js", "index.html"]);
      expect(await site.text("active/index.html")).to.equal(page("r2"));

      // The rollback: it ends well, having copied nothing, and the page is still the one that was to go.
      expect(await sync(at("releases/r1"), at("active"))).to.deep.equal([]);
      expect(await site.text("active/index.html")).to.equal(page("r2"));

      expect(await sync(at("releases/r1"), at("active"), "--delete")).to.deep.equal(["app-r2.js"]);
      expect(await site.text("active/index.html")).to.include("/assets/app-r2.js");
      expect(await site.text("active/assets/app-r2.js")).to.equal(undefined);
    }).timeout(60_000);
  });
});
