import { expect } from "chai";
import { collectReleases } from "../../releases/collect-releases";
import { listReleases } from "../../releases/list-releases";
import { defaultCollectPolicy } from "../../releases/plan-collect";
import { verifyRelease } from "../../releases/verify-release";
import { bucketName, RehearsedSite, smallBuild } from "./rehearsed-site";

const day = 86_400_000;
const { signal } = new AbortController();

describe("collecting releases", () => {
  let site: RehearsedSite;

  beforeEach(async () => {
    site = new RehearsedSite();
    await site.start();
    for (const name of ["one", "two", "three"]) {
      await site.deploy(`frontend_${name}`, site.build({ ...smallBuild(name), "assets/shared-s.js": "shared" }));
      site.now += 1000;
    }
    await site.region.call("s3", "PutObject", {
      Bucket: bucketName,
      Key: "releases/fallback/index.html",
      Body: "soon",
    });
    await site.enable("frontend_one", "frontend_three");
    site.now += 400 * day;
  });
  afterEach(() => site.stop());

  const collect = (
    apply: boolean,
    configured: readonly string[] = [],
    sleep?: (milliseconds: number) => Promise<unknown>,
  ) =>
    collectReleases(
      { configured, policy: { ...defaultCollectPolicy, newest: 1 }, apply },
      {
        store: site.store(),
        pointer: site.pointer,
        now: () => new Date(site.now),
        signal,
        ...(sleep === undefined ? {} : { sleep }),
      },
    );
  const failure = (collecting: Promise<unknown>): Promise<string> =>
    collecting.then(
      () => "it succeeded",
      (error: Error) => error.message,
    );
  const garbage = ["pool/assets/app-two.js", "releases/frontend_two/favicon.ico", "releases/frontend_two/index.html"];

  it("says what it would delete, and deletes nothing", async () => {
    const before = site.region.state.s3;
    const found = await collect(false);
    expect(found.kind === "collect" && [found.releases, found.objects.map(({ key }) => key)]).to.deep.equal([
      ["frontend_two"],
      garbage,
    ]);
    expect(site.region.state.s3).to.equal(before);
  });

  it("deletes what neither the pointer nor a kept release needs, however old those are", async () => {
    const before = await site.keys();
    await collect(true);
    const gone = new Set(["meta/frontend_two.json", ...garbage]);
    expect(await site.keys()).to.deep.equal(before.filter((key) => !gone.has(key)));
    expect((await verifyRelease(site.store(), "frontend_one", signal)).completeness).to.deep.equal({
      kind: "complete",
    });
    expect(await collect(true)).to.deep.equal({ kind: "nothing" });
  });

  it("deletes the manifests first", async () => {
    await collect(true);
    const deleted = site.region.calls
      .filter(({ operation }) => operation === "DeleteObjects")
      .map(({ input }) => (input as { Delete: { Objects: { Key: string }[] } }).Delete.Objects.map(({ Key }) => Key));
    expect(deleted).to.deep.equal([["meta/frontend_two.json"], garbage, ["meta/collecting.json"]]);
  });

  it("keeps what the configuration names", async () => {
    expect(await collect(true, ["frontend_two"])).to.deep.equal({ kind: "nothing" });
  });

  it("deletes more objects than a page holds", async () => {
    site.now -= 400 * day;
    for (let index = 0; index < 1100; index += 1) {
      await site.region.call("s3", "PutObject", { Bucket: bucketName, Key: `pool/assets/c-${index}.js`, Body: "x" });
    }
    site.now += 400 * day;
    const before = await site.keys();
    await collect(true);
    expect(before.length - (await site.keys()).length).to.equal(1100 + 4);
  });

  it("deletes nothing while the pointer can't be read", async () => {
    site.region.faults.plant({
      service: "cloudfront-keyvaluestore",
      operation: "GetKey",
      effect: { kind: "error", code: "AccessDeniedException", statusCode: 403 },
    });
    const before = await site.keys();
    expect(await failure(collect(true))).to.equal(
      "Nothing was deleted: the live release can't be read (GetKey: AccessDeniedException (planted by the rehearsal)). Try again once it can.",
    );
    expect(await site.keys()).to.deep.equal(before);
  });

  it("gives switches under way half a minute, and puts back what one of them has enabled", async () => {
    const before = await site.keys();
    const slept: number[] = [];
    const sleep = async (milliseconds: number): Promise<void> => {
      slept.push(milliseconds);
      expect(await site.state("frontend_two")).to.equal(undefined);
      await site.enable("frontend_two", "frontend_three");
    };
    expect(await failure(collect(true, [], sleep))).to.equal(
      "Nothing was deleted: frontend_two was enabled meanwhile. Repeat it.",
    );
    expect([slept, await site.keys()]).to.deep.equal([[30_000], before]);
  });

  it("puts everything back where the pointer can't be read a second time", async () => {
    const before = await site.keys();
    const sleep = async (): Promise<void> => {
      site.region.faults.plant({
        service: "cloudfront-keyvaluestore",
        operation: "GetKey",
        effect: { kind: "error", code: "AccessDeniedException", statusCode: 403 },
      });
    };
    expect(await failure(collect(true, [], sleep))).to.match(/^Nothing was deleted: the live release can't be read/);
    expect(await site.keys()).to.deep.equal(before);
  });

  it("deletes nothing while a named release has no manifest", async () => {
    const before = await site.keys();
    expect(await failure(collect(true, ["frontend_lost"]))).to.equal(
      "Nothing was deleted: there is no manifest of frontend_lost, which the live pointer or the configuration names. Deploy it again under that name, or correct the configuration.",
    );
    expect(await site.keys()).to.deep.equal(before);
  });

  it("deletes nothing while a manifest can't be understood", async () => {
    await site.region.call("s3", "PutObject", { Bucket: bucketName, Key: "meta/frontend_new.json", Body: '{"v":2}' });
    const before = await site.keys();
    expect(await failure(collect(true))).to.match(
      /^meta\/frontend_new\.json is not a release's manifest of version 1\./,
    );
    expect(await site.keys()).to.deep.equal(before);
  });

  it("knows its own lock when the answer to it was lost and it was written a second time", async () => {
    const { put, ...others } = site.store();
    const twice: typeof put = async (object, stop) => {
      if (object.key === "meta/collecting.json") await put(object, stop);
      return put(object, stop);
    };
    const request = { configured: [], policy: { ...defaultCollectPolicy, newest: 1 }, apply: true };
    const ports = { store: { ...others, put: twice }, pointer: site.pointer, now: () => new Date(site.now), signal };
    expect((await collectReleases(request, ports)).kind).to.equal("collect");
    expect(await site.keys("meta/collecting")).to.deep.equal([]);
  });

  it("runs once at a time, and takes the place of one that died", async () => {
    const since = new Date(site.now - 600_000).toISOString();
    const Body = JSON.stringify({ since });
    await site.region.call("s3", "PutObject", { Bucket: bucketName, Key: "meta/collecting.json", Body });
    expect(await failure(collect(true))).to.match(/^Right now a collection \(since /);
    site.now += 3_600_000;
    expect((await collect(true)).kind).to.equal("collect");
    expect(await site.keys("meta/collecting")).to.deep.equal([]);
  });
});

describe("looking at releases", () => {
  let site: RehearsedSite;

  beforeEach(async () => {
    site = new RehearsedSite();
    await site.start();
    await site.deploy("frontend_one", site.build(smallBuild("one")));
    site.now += 1000;
    await site.deploy("frontend_two", site.build(smallBuild("two")));
  });
  afterEach(() => site.stop());

  it("lists them, newest first", async () => {
    expect(await listReleases(site.store(), signal)).to.deep.equal([
      { id: "frontend_two", state: "ready", createdAt: "2026-11-21T15:18:01.000Z", files: 3, bytes: 103 },
      { id: "frontend_one", state: "ready", createdAt: "2026-11-21T15:18:00.000Z", files: 3, bytes: 103 },
    ]);
  });

  it("names what is missing or has another size", async () => {
    await site.region.call("s3", "DeleteObject", { Bucket: bucketName, Key: "pool/assets/app-one.js" });
    const Key = "releases/frontend_one/favicon.ico";
    await site.region.call("s3", "PutObject", { Bucket: bucketName, Key, Body: "other" });
    expect(await verifyRelease(site.store(), "frontend_one", signal)).to.deep.equal({
      state: "ready",
      completeness: { kind: "incomplete", missing: ["pool/assets/app-one.js"], unequal: [Key] },
    });
  });

  it("knows no release that was never deployed", async () => {
    const message = await verifyRelease(site.store(), "frontend_none", signal).catch((error: Error) => error.message);
    expect(message).to.equal("There is no release frontend_none. Deploy it, or list the releases there are.");
  });
});
