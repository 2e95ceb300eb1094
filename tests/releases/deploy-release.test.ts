import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { ObjectRecord } from "../../rehearsal/region/s3/state";
import { bucketName, RehearsedSite, smallBuild } from "./rehearsed-site";

const id = "frontend_one";

describe("deploying a release", () => {
  let site: RehearsedSite;

  beforeEach(async () => {
    site = new RehearsedSite();
    await site.start();
  });
  afterEach(() => site.stop());

  const failure = (deploying: Promise<unknown>): Promise<string> =>
    deploying.then(
      () => "it succeeded",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  const object = (key: string): ObjectRecord | undefined =>
    site.region.state.s3.buckets[bucketName]?.objects.map((part) => part[key]).find((found) => found !== undefined);

  it("writes the pending manifest, assets, other files, pages and the ready manifest, in this order", async () => {
    await site.deploy(id, site.build(smallBuild("a1")));
    expect(site.keysOf("PutObject")).to.deep.equal([
      "meta/frontend_one.json",
      "pool/assets/app-a1.js",
      "releases/frontend_one/favicon.ico",
      "releases/frontend_one/index.html",
      "meta/frontend_one.json",
    ]);
    expect(site.region.calls.filter(({ error }) => error === "PreconditionFailed")).to.deep.equal([]);
    expect(await site.state(id)).to.equal("ready");
  });

  it("stores type, caching, digest and release with each object", async () => {
    await site.deploy(id, site.build(smallBuild("a1")));
    const described = ["pool/assets/app-a1.js", "releases/frontend_one/index.html"].map((key) => {
      const { contentType, cacheControl, metadata, checksumSha256 } = object(key) ?? {};
      return { contentType, cacheControl, metadata, digestLength: checksumSha256?.length };
    });
    expect(described).to.deep.equal([
      {
        contentType: "text/javascript; charset=utf-8",
        cacheControl: "public, max-age=31536000, immutable",
        metadata: {},
        digestLength: 44,
      },
      {
        contentType: "text/html; charset=utf-8",
        cacheControl: "public, max-age=0, s-maxage=31536000, must-revalidate",
        metadata: { release: id },
        digestLength: 44,
      },
    ]);
  });

  it("sends only the changed chunk of the next release to the pool", async () => {
    await site.deploy(id, site.build({ ...smallBuild("a1"), "assets/vendor-x.js": "vendor" }));
    const stored = object("pool/assets/vendor-x.js");
    site.region.calls.length = 0;
    site.now += 1000;
    const { upload } = await site.deploy(
      "frontend_two",
      site.build({ ...smallBuild("b2"), "assets/vendor-x.js": "vendor" }),
    );
    expect(site.keysOf("PutObject").filter((key) => key.startsWith("pool/"))).to.deep.equal(["pool/assets/app-b2.js"]);
    expect(object("pool/assets/vendor-x.js")).to.equal(stored);
    expect({ stored: upload.stored, files: upload.filesTotal }).to.deep.equal({ stored: 3, files: 4 });
  });

  it("does nothing but check when the release is there already", async () => {
    const build = site.build(smallBuild("a1"));
    await site.deploy(id, build);
    site.region.calls.length = 0;
    const { upload } = await site.deploy(id, build);
    expect(site.keysOf("PutObject")).to.deep.equal([]);
    expect({ ...upload, elapsedMs: 0 }).to.deep.include({ filesDone: 3, filesTotal: 3, stored: 0, bytesStored: 0 });
  });

  it("continues a deploy that broke off, and counts its age anew", async () => {
    const build = site.build(smallBuild("a1"));
    site.region.faults.plant({
      service: "s3",
      operation: "ListObjectsV2",
      effect: { kind: "error", code: "AccessDenied", statusCode: 403 },
      times: 2,
    });
    expect(await failure(site.deploy(id, build))).to.match(/^AWS denies access to the bucket site-bucket\./);
    expect(await site.state(id)).to.equal("pending");
    site.now += 60_000;
    await site.deploy(id, build);
    expect(await site.state(id)).to.equal("ready");
    expect(await site.text("meta/frontend_one.json")).to.include('"createdAt":"2026-11-21T15:19:00.000Z"');
  });

  it("refuses another build under a name that is taken", async () => {
    await site.deploy(id, site.build(smallBuild("a1")));
    const before = site.region.state.s3;
    expect(await failure(site.deploy(id, site.build(smallBuild("b2"))))).to.equal(
      "The release frontend_one is there already with other files, and releases don't change. Choose another id.",
    );
    expect(site.region.state.s3).to.equal(before);
  });

  it("stops at changed content under a name of the pool, and names the file", async () => {
    const build = (bytes: number[]) => site.build({ "index.html": "x", "assets/logo.bin": new Uint8Array(bytes) });
    // Read as UTF-8 both would be the same replacement character.
    await site.deploy(id, build([0xff]));
    const stored = object("pool/assets/logo.bin");
    expect(await failure(site.deploy("frontend_two", build([0xfe])))).to.equal(
      "Hash collision: assets/logo.bin (1 bytes) differs from the stored pool/assets/logo.bin (1 bytes), which live pages may use. " +
        "Names below assets/ must change with their content; move the file elsewhere or let the bundler name it.",
    );
    expect(object("pool/assets/logo.bin")).to.equal(stored);
    expect(await site.state("frontend_two")).to.equal("pending");
    expect(await site.keys("releases/frontend_two/")).to.deep.equal([]);
  });

  it("finds a collision that another deploy made in the meantime", async () => {
    const store = site.store();
    const blind = { ...store, list: async () => [] };
    await store.put(
      {
        key: "pool/assets/app-a1.js",
        body: { text: "other" },
        size: 5,
        sha256: digestOfOther,
        contentType: "x",
        cacheControl: "x",
        metadata: {},
        ifAbsent: true,
      },
      new AbortController().signal,
    );
    expect(await failure(site.deploy(id, site.build(smallBuild("a1")), blind))).to.match(
      /^Hash collision: assets\/app-a1\.js/,
    );
  });

  it("says which files of a release are gone", async () => {
    const build = site.build(smallBuild("a1"));
    const store = site.store();
    const forgetful = {
      ...store,
      list: async (prefix: string, signal: AbortSignal) =>
        (await store.list(prefix, signal)).filter(({ key }) => !key.endsWith(".html")),
    };
    expect(await failure(site.deploy(id, build, forgetful))).to.equal(
      "The release frontend_one is not complete:\n  releases/frontend_one/index.html is missing\n  Deploy it again.",
    );
    expect(await site.state(id)).to.equal("pending");
  });

  for (const code of ["SlowDown", "InternalError"]) {
    it(`survives ${code}`, async () => {
      site.region.faults.plant({
        service: "s3",
        operation: "*",
        effect: { kind: "error", code, statusCode: 503 },
        times: 3,
      });
      await site.deploy(id, site.build(smallBuild("a1")));
      expect(await site.state(id)).to.equal("ready");
    });
  }

  it("tries again when two writers were in each other's way", async () => {
    site.region.faults.plant({
      service: "s3",
      operation: "PutObject",
      effect: { kind: "error", code: "ConditionalRequestConflict", statusCode: 409 },
      times: 1,
    });
    await site.deploy(id, site.build(smallBuild("a1")));
    expect(await site.state(id)).to.equal("ready");
  });

  it("streams large files, and repeats a stream from its start", async () => {
    const large = new Uint8Array(1_200_000).map((_, index) => index % 251);
    site.region.faults.plant({
      service: "s3",
      operation: "PutObject",
      effect: { kind: "error", code: "SlowDown", statusCode: 503 },
      times: 2,
    });
    await site.deploy(id, site.build({ "index.html": "x", "assets/large-1.wasm": large }));
    expect(Buffer.compare(object("pool/assets/large-1.wasm")?.body ?? Buffer.alloc(0), large)).to.equal(0);
  });

  it("tells files whose names the edge function answers with the page", async () => {
    const { unserved } = await site.deploy(id, site.build({ "index.html": "x", LICENSE: "x", ".well-known/x": "x" }));
    expect(unserved).to.deep.equal(["LICENSE"]);
  });

  it("refuses to run beside a collection, but not beside one that died", async () => {
    const build = site.build(smallBuild("a1"));
    await lock(site, "2026-11-21T15:10:00.000Z");
    expect(await failure(site.deploy(id, build))).to.equal(
      "Right now a collection (since 2026-11-21T15:10:00.000Z) deletes old releases. Run the same command again in a minute; it continues where it stopped.",
    );
    site.now = Date.parse("2026-11-21T16:10:00.000Z");
    await site.deploy(id, build);
    expect(await site.state(id)).to.equal("ready");
  });

  describe("from bad input", () => {
    const untouched = async (deploying: Promise<unknown>): Promise<string> => {
      const before = site.region.state.s3;
      const message = await failure(deploying);
      expect(site.region.state.s3).to.equal(before);
      return message;
    };

    it("refuses a directory that isn't there", async () => {
      const folder = join(tmpdir(), "not", "there");
      expect(await untouched(site.deploy(id, folder))).to.equal(
        `Can't read the directory ${folder}: ENOENT: no such file or directory, realpath '${folder}'. Build first, or name another one.`,
      );
    });

    it("refuses a file in place of a directory", async () => {
      const file = join(site.build({ "index.html": "x" }), "index.html");
      expect(await untouched(site.deploy(id, file))).to.match(
        /^Can't read the directory .*ENOTDIR.* Check its permissions\.$/,
      );
    });

    it("refuses an empty build", async () => {
      expect(await untouched(site.deploy(id, site.build({})))).to.equal(
        "Nothing was uploaded. The directory holds no files: build first, or name another one.",
      );
    });

    it("refuses a link out of the build, and takes one within it", async () => {
      const build = site.build(smallBuild("a1"));
      const outside = mkdtempSync(join(tmpdir(), "outside-"));
      writeFileSync(join(outside, "secret.txt"), "x");
      symlinkSync(join(build, "favicon.ico"), join(build, "icon.ico"));
      symlinkSync(join(outside, "secret.txt"), join(build, "secret.txt"));
      expect(await untouched(site.deploy(id, build))).to.equal(
        `secret.txt is no regular file: it leads to ${join(outside, "secret.txt")}. Allowed are files of the build and links to such; copy it in.`,
      );
      rmSync(join(build, "secret.txt"));
      symlinkSync(build, join(build, "loop"));
      expect(await untouched(site.deploy(id, build))).to.match(/^loop is no regular file: it leads to /);
      rmSync(join(build, "loop"));
      await site.deploy(id, build);
      expect(await site.text("releases/frontend_one/icon.ico")).to.equal("icon");
      rmSync(outside, { recursive: true });
    });

    it("refuses a page that loads what isn't in the build", async () => {
      const build = site.build({
        "index.html": '<script src="/assets/app-a1.js"></script><link href="a.css" rel="stylesheet">',
      });
      expect(await untouched(site.deploy(id, build))).to.equal(
        [
          "Nothing was uploaded. index.html loads /assets/app-a1.js, which is not in the build: build again, or remove the reference.",
          "index.html loads a.css, which is not in the build: build again, or remove the reference.",
        ].join("\n"),
      );
    });

    it("refuses a name that no release has", async () => {
      expect(await untouched(site.deploy("fallback", site.build(smallBuild("a1"))))).to.equal(
        'Got the release "fallback"; allowed is frontend_ and 1 to 48 letters, digits or _.-',
      );
    });

    it("says that the bucket is missing", async () => {
      expect(await untouched(site.deploy(id, site.build(smallBuild("a1")), site.store("other-bucket")))).to.equal(
        "The bucket other-bucket doesn't exist. Run pulumi up first, and check the account and region.",
      );
    });

    const large = "x".repeat(300_000);
    for (const [change, path, content] of [
      ["has other content", "favicon.ico", "ICON"],
      ["has shrunk", "favicon.ico", "ic"],
      ["has grown", "favicon.ico", "icons"],
      ["is gone", "favicon.ico", undefined],
      ["has shrunk and is streamed", "large.txt", large.slice(1)],
      ["has grown and is streamed", "large.txt", `${large}x`],
      ["is gone and would be streamed", "large.txt", undefined],
    ] as const) {
      it(`says that a file changed during the upload when it ${change}`, async () => {
        const build = site.build({ ...smallBuild("a1"), "large.txt": large });
        const store = site.store();
        const changing = {
          ...store,
          list: async () => {
            if (content === undefined) rmSync(join(build, path), { force: true });
            else writeFileSync(join(build, path), content);
            return [];
          },
        };
        expect(await failure(site.deploy(id, build, changing))).to.equal(
          "A file changed while it was being uploaded to site-bucket. Wait until the build has ended, then deploy again.",
        );
        expect(await site.state(id)).to.equal("pending");
      });
    }

    it("says which directory can't be read", async () => {
      const build = site.build(smallBuild("a1"));
      const locked = join(build, "locked");
      mkdirSync(locked);
      chmodSync(locked, 0);
      const message = await failure(site.deploy(id, build));
      chmodSync(locked, 0o700);
      // The superuser reads everything.
      const expected = process.getuid?.() === 0 ? /^it succeeded$/ : /^Can't read the directory .*locked: EACCES/;
      expect(message).to.match(expected);
    });
  });
});

const digestOfOther = "2SmKENGwc1g33EvYXaxkGw887yekfl1TpU8vP1svz/o=";

const lock = async (site: RehearsedSite, since: string): Promise<void> => {
  await site.region.call("s3", "PutObject", {
    Bucket: bucketName,
    Key: "meta/collecting.json",
    Body: JSON.stringify({ since }),
  });
};
