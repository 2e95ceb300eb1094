import { expect } from "chai";
import { connectReleases } from "../../cli/connect-releases";
import { exitCodes, type Outcome, Stop } from "../../cli/outcome";
import { type ReleasePorts, release } from "../../cli/release";
import { bucketName, RehearsedSite, smallBuild } from "../releases/rehearsed-site";
import { CliModel } from "./cli-model";

const day = 86_400_000;

describe("release", () => {
  let site: RehearsedSite;
  let model: CliModel;
  let hasFrontend: boolean;
  let interruption: AbortController;
  const connected: unknown[] = [];

  beforeEach(async () => {
    site = new RehearsedSite();
    await site.start();
    model = new CliModel();
    hasFrontend = true;
    interruption = new AbortController();
    connected.length = 0;
  });
  afterEach(() => site.stop());

  const ports = (): ReleasePorts => ({
    ...model.ports,
    pulumi: { ...model.ports.pulumi, state: async () => withFrontend(await model.ports.pulumi.state()) },
    clock: { ...model.ports.clock, now: () => site.now },
    signal: interruption.signal,
    region: undefined,
    connect: (aws, frontend) => {
      connected.push([aws.region, frontend]);
      return { store: site.store(), pointer: site.pointer };
    },
    ask: () => Promise.reject(new Error("Nobody is asked here.")),
    alone: (action) => action(),
    random: () => 0,
    slack: () => ({ post: () => Promise.reject(new Error("Nobody is told here.")) }),
  });
  const withFrontend = (state: string): string => {
    const { deployment } = JSON.parse(state) as { deployment: { resources: object[] } };
    const outputs = { releaseBucket: bucketName, pointerStoreArn: site.storeArn };
    const frontend = { urn: "urn:frontend", type: "switchyard:index:StaticFrontend", outputs };
    return JSON.stringify({ deployment: { resources: [...deployment.resources, ...(hasFrontend ? [frontend] : [])] } });
  };
  const configure = (color: "blue" | "green", id: string): void => {
    const key = `switchyard:${color}`;
    model.config = { ...model.config, [key]: { ...(model.config[key] as object), release: id } };
  };
  const stop = async (running: Promise<Outcome>): Promise<unknown> =>
    running.then(
      ({ text }) => text,
      (error: unknown) => (error instanceof Stop ? [error.exitCode, error.reason, error.message] : String(error)),
    );
  const deploy = (version: string, more: { id?: string; commit?: string } = {}): Promise<Outcome> =>
    release({ action: "deploy", directory: site.build(smallBuild(version)), ...more }, ports());

  it("deploys under a name made of time and commit, and says what to do next", async () => {
    const { exitCode, report, text } = await deploy("r1", { commit: "abc1234def" });
    const id = "frontend_2026-11-21_15-18-abc1234";
    expect({ exitCode, report }).to.deep.equal({
      exitCode: exitCodes.done,
      report: {
        release: id,
        filesDone: 3,
        filesTotal: 3,
        bytesDone: 100,
        bytesTotal: 100,
        stored: 3,
        bytesStored: 100,
        elapsedMs: 0,
        unserved: [],
      },
    });
    expect(text.split("\n")).to.deep.equal([
      "3 / 3 files, 0.0 / 0.0 MB, 0.0 MB/s, 0 unchanged",
      `Deployed ${id}; nobody is served it yet. Next: npm run cli -- release enable ${id} [--color <blue|green>]`,
    ]);
    expect(connected).to.deep.equal([["eu-west-1", { bucket: bucketName, pointerStoreArn: site.storeArn }]]);
    expect(JSON.parse((await site.text(`meta/${id}.json`)) ?? "")).to.include({ state: "ready", commit: "abc1234def" });
  });

  it("deploys under a chosen name, and warns of files that nobody would get", async () => {
    const directory = site.build({ "index.html": "x", LICENSE: "x", "api/x.json": "x" });
    const { text } = await release({ action: "deploy", directory, id: "frontend_a" }, ports());
    expect(text).to.include(
      "\nLICENSE is answered with the page, because of how its name ends.\n" +
        "api/x.json is answered by the API, because of where it lies.\nDeployed frontend_a;",
    );
  });

  it("tells progress once a second", async () => {
    site.onCall = () => {
      site.now += 400;
    };
    await deploy("r1");
    // Five calls come before the first file, and the other two follow within the same second.
    expect(model.said).to.deep.equal(["1 / 3 files, 0.0 / 0.0 MB, 0.0 MB/s, 0 unchanged"]);
  });

  it("says how to continue when it is interrupted", async () => {
    site.onCall = (operation) => {
      if (operation === "PutObject") interruption.abort(new Error("interrupted"));
    };
    expect(await stop(deploy("r1", { id: "frontend_a" }))).to.deep.equal([
      exitCodes.interrupted,
      "interrupted",
      "Interrupted; what is live is unchanged. The same command with --id frontend_a continues.",
    ]);
  });

  it("passes on why a deploy fails", async () => {
    const empty = release({ action: "deploy", directory: site.build({}) }, ports());
    expect(await stop(empty)).to.match(/^Error: Nothing was uploaded\. The directory holds no files/);
  });

  it("lists releases with the colours that have them", async () => {
    const none = await release({ action: "list" }, ports());
    expect(none).to.deep.equal({
      exitCode: exitCodes.done,
      report: { releases: [] },
      text: "No release has been deployed yet: npm run cli -- release deploy <directory>",
    });
    await deploy("r1", { id: "frontend_a", commit: "abc1234def" });
    site.now += 60_000;
    await deploy("r2", { id: "frontend_b" });
    configure("blue", "frontend_a");
    configure("green", "frontend_a");
    const { report, text } = await release({ action: "list" }, ports());
    expect(report).to.deep.equal({
      releases: [
        { id: "frontend_b", state: "ready", createdAt: "2026-11-21T15:19:00.000Z", files: 3, bytes: 100, colors: [] },
        {
          id: "frontend_a",
          state: "ready",
          createdAt: "2026-11-21T15:18:00.000Z",
          commit: "abc1234def",
          files: 3,
          bytes: 100,
          colors: ["blue", "green"],
        },
      ],
    });
    expect(text.split("\n")).to.deep.equal([
      "release     when (UTC)           state  files  MB   commit   colours",
      "frontend_b  2026-11-21 15:19:00  ready  3      0.0",
      "frontend_a  2026-11-21 15:18:00  ready  3      0.0  abc1234  blue green",
    ]);
  });

  it("verifies a release, and fails where it isn't complete or its deploy hasn't ended", async () => {
    await deploy("r1", { id: "frontend_a" });
    const verify = () => release({ action: "verify", id: "frontend_a" }, ports());
    expect(await verify()).to.deep.equal({
      exitCode: exitCodes.done,
      report: { release: "frontend_a", state: "ready" },
      text: "frontend_a is ready and complete.",
    });
    const manifest = (await site.text("meta/frontend_a.json")) ?? "";
    const Body = manifest.replace('"ready"', '"pending"');
    await site.region.call("s3", "PutObject", { Bucket: bucketName, Key: "meta/frontend_a.json", Body });
    expect(await stop(verify())).to.deep.equal([
      exitCodes.failed,
      "pending",
      "The deploy of frontend_a has not ended. Run it again with --id frontend_a.",
    ]);
    await site.region.call("s3", "DeleteObject", { Bucket: bucketName, Key: "pool/assets/app-r1.js" });
    expect(await stop(verify())).to.equal(
      "Error: The release frontend_a is not complete:\n  pool/assets/app-r1.js is missing\n  Deploy it again.",
    );
  });

  it("deletes only with --apply, and never what a colour is configured to have", async () => {
    for (let number = 1; number <= 13; number += 1) {
      await deploy(`v${number}`, { id: `frontend_${number}` });
      site.now += 1000;
    }
    await site.enable("frontend_1");
    configure("green", "frontend_2");
    site.now += 31 * day;
    const objects = ["pool/assets/app-v3.js", "releases/frontend_3/favicon.ico", "releases/frontend_3/index.html"];
    const dry = await release({ action: "gc", apply: false }, ports());
    expect(dry.report).to.deep.equal({ applied: false, releases: ["frontend_3"], objects });
    expect(dry.text).to.equal(
      "Would delete 1 releases, 3 objects, 0.0 MB:\n  frontend_3\nNothing was deleted; with --apply it is.",
    );
    expect(await site.state("frontend_3")).to.equal("ready");
    const applied = await release({ action: "gc", apply: true }, ports());
    expect(applied.report).to.deep.equal({ applied: true, releases: ["frontend_3"], objects });
    expect(applied.text).to.equal("Deleted 1 releases, 3 objects, 0.0 MB.\n  frontend_3");
    expect(await site.state("frontend_3")).to.equal(undefined);
    const again = await release({ action: "gc", apply: true }, ports());
    expect([again.report, again.text]).to.deep.equal([
      { applied: true, releases: [], objects: [] },
      "Nothing to delete: every object is needed by a release that is kept, or young.",
    ]);
  });

  it("reaches bucket and pointer where the stack's config says that AWS is", async () => {
    const { signal } = interruption;
    await site.enable("frontend_a");
    const frontend = { bucket: bucketName, pointerStoreArn: site.storeArn };
    const { store, pointer } = connectReleases(site.settings, frontend);
    expect(await store.list("", signal)).to.deep.equal([]);
    expect(await pointer.get("active", signal)).to.equal('{"v":1,"c":"blue","r":"frontend_a","x":[]}');
  });

  it("says that a stack without a frontend has no releases", async () => {
    hasFrontend = false;
    expect(await stop(release({ action: "list" }, ports()))).to.equal(
      "Error: This stack has no frontend yet. Deploy one first: exposure is cloudfront, then pulumi up.",
    );
  });
});
