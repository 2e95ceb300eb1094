import { execFile, execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { bundleForNode } from "../../rehearsal/bundle-for-node";
import { bucketName, type Files, RehearsedSite, smallBuild } from "../releases/rehearsed-site";

const color = (version: string) => ({ version, images: { web: "registry.example/web:1" }, capacity: "full" });

/** Says what the real one would say of a stack with a frontend; nothing else is asked of it here. */
const pulumi = `#!/bin/sh
case "$1 $2" in
  "config --json") cat "$ANSWERS/config.json" ;;
  "stack export") cat "$ANSWERS/state.json" ;;
  *) echo "unexpected: $*" >&2; exit 1 ;;
esac
`;

interface Ended {
  readonly exitCode: number;
  readonly report: Readonly<Record<string, unknown>>;
  readonly stderr: readonly string[];
}

describe("release deploy as a process, given what it can't deploy", function () {
  // A bundle is made and processes are started.
  this.timeout(60_000);
  const site = new RehearsedSite();
  let folder: string;
  let bundle: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "release-process-"));
    // Somebody without the superuser's rights reads it too.
    chmodSync(folder, 0o755);
    bundle = await bundleForNode({ entry: join(__dirname, "../../cli/main.ts"), outfile: join(folder, "cli.cjs") });
    writeFileSync(join(folder, "pulumi"), pulumi, { mode: 0o755 });
    await site.start();
    await site.deploy("frontend_live", site.build(smallBuild("live")));
    await site.enable("frontend_live");
    writeAnswers(bucketName);
  });
  after(async () => {
    await site.stop();
    rmSync(folder, { recursive: true });
  });

  const writeAnswers = (bucket: string): void => {
    const services = { web: { path: "/*", port: 8080, cpu: 256, memory: 512, count: { min: 1, max: 2 } } };
    const values = {
      "aws:region": "eu-west-1",
      "aws:accessKey": "AKIDEXAMPLE",
      "aws:secretKey": "secret",
      "aws:endpoints": [site.settings.endpoints],
      "switchyard:activeColor": "blue",
      "switchyard:services": services,
      "switchyard:blue": color("1.0.0.RELEASE"),
      "switchyard:green": color("1.1.0.RELEASE"),
    };
    const printed = Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string" ? { value } : { value: JSON.stringify(value), objectValue: value },
    ]);
    writeFileSync(join(folder, "config.json"), JSON.stringify(Object.fromEntries(printed)));
    const outputs = { releaseBucket: bucket, pointerStoreArn: site.storeArn };
    const resources = [
      { urn: "urn:pulumi:s::switchyard::pulumi:pulumi:Stack::s", type: "pulumi:pulumi:Stack" },
      { urn: "urn:frontend", type: "switchyard:index:StaticFrontend", outputs },
    ];
    writeFileSync(join(folder, "state.json"), JSON.stringify({ deployment: { resources } }));
  };

  const deploy = (
    directory: string,
    { id = "frontend_new", uid }: { id?: string; uid?: number } = {},
  ): Promise<Ended> =>
    new Promise((resolve) => {
      // Node hands this variable on unless told not to, and nobody may write where coverage is kept.
      const own = { NODE_V8_COVERAGE: undefined, ANSWERS: folder, HOME: folder };
      const variables = { ...own, PATH: [folder, "/usr/bin", "/bin"].join(delimiter) };
      const options = { cwd: folder, env: variables, ...(uid === undefined ? {} : { uid }) };
      const words = ["release", "deploy", directory, "--id", id, "--json"];
      execFile(process.execPath, [bundle, ...words], options, (error, stdout, stderr) => {
        const report = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Ended["report"];
        resolve({ exitCode: error === null ? 0 : Number(error.code), report, stderr: stderr.trimEnd().split("\n") });
      });
    });

  /** Everything that viewers are served from. */
  const live = async () => ({
    pointer: site.region.state.keyValueStores,
    objects: await Promise.all(
      ["releases/frontend_live/index.html", "pool/assets/app-live.js", "meta/frontend_live.json"].map((key) =>
        site.text(key),
      ),
    ),
  });

  /** The one error that a deploy ends with, which must leave all that is live as it was. */
  const errorOf = async (running: Promise<Ended>): Promise<string> => {
    const before = await live();
    const { exitCode, report, stderr } = await running;
    expect(await live()).to.deep.equal(before);
    expect([exitCode, report["ok"], report["reason"]]).to.deep.equal([1, false, "failed"]);
    expect(stderr).to.deep.equal(String(report["message"]).split("\n"));
    return stderr.join("\n");
  };

  const bad: readonly (readonly [title: string, build: () => string, message: string | RegExp])[] = [
    [
      "a directory that isn't there",
      () => join(folder, "missing"),
      /^Can't read the directory .*missing: ENOENT.* Build first, or name another one\.$/,
    ],
    [
      "an empty build",
      () => site.build({}),
      "Nothing was uploaded. The directory holds no files: build first, or name another one.",
    ],
    [
      "a symlink out of the tree",
      () => linkTo(join(folder, "pulumi")),
      /^secret\.txt is no regular file: it leads to .*pulumi\. Allowed are files of the build and links to such; copy it in\.$/,
    ],
    [
      "a file over S3's limit for one PUT",
      () => withSize("assets/video-1.mp4", 5 * 1024 ** 3 + 1),
      "Nothing was uploaded. assets/video-1.mp4 has 5368709121 bytes; S3 takes at most 5368709120 in one upload. Keep it elsewhere or split it.",
    ],
    [
      "a page that loads what isn't there",
      () => site.build({ "index.html": '<script src="/assets/app.js"></script>' }),
      "Nothing was uploaded. index.html loads /assets/app.js, which is not in the build: build again, or remove the reference.",
    ],
    [
      "new content under a name of the pool",
      () => site.build({ ...smallBuild("live"), "assets/app-live.js": "other" }),
      /^Hash collision: assets\/app-live\.js \(5 bytes\) differs from the stored pool\/assets\/app-live\.js/,
    ],
  ];
  const linkTo = (target: string): string => {
    const build = site.build(smallBuild("linked"));
    symlinkSync(target, join(build, "secret.txt"));
    return build;
  };
  const withSize = (path: string, bytes: number): string => {
    const build = site.build({ ...smallBuild("large"), [path]: "" } satisfies Files);
    // It has holes: nothing of it is on the disk.
    truncateSync(join(build, path), bytes);
    return build;
  };

  for (const [title, build, message] of bad) {
    it(`ends with one error for ${title}, and leaves what is live`, async () => {
      const error = await errorOf(deploy(build()));
      if (typeof message === "string") expect(error).to.equal(message);
      else expect(error).to.match(message);
    });
  }

  it("ends with one error for a directory that it may not read, and leaves what is live", async () => {
    const build = site.build(smallBuild("locked"));
    chmodSync(build, 0);
    const uid = nobody();
    const error = await errorOf(deploy(build, uid === undefined ? {} : { uid }));
    chmodSync(build, 0o700);
    expect(error).to.match(/^Can't read the directory .*: EACCES: permission denied.* Check its permissions\.$/);
  });

  it("ends with one error for a bucket that isn't there, and leaves what is live", async () => {
    writeAnswers("other-bucket");
    const error = await errorOf(deploy(site.build(smallBuild("lost"))));
    writeAnswers(bucketName);
    expect(error).to.equal(
      "The bucket other-bucket doesn't exist. Run pulumi up first, and check the account and region.",
    );
  });

  it("deploys what it can", async () => {
    const { exitCode, report } = await deploy(site.build(smallBuild("good")), { id: "frontend_good" });
    expect([exitCode, report["release"], report["stored"]]).to.deep.equal([0, "frontend_good", 3]);
  });
});

/** The superuser may read everything, so somebody else is asked to. */
const nobody = (): number | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const uid = 65_534;
  execFileSync(process.execPath, ["--version"], { uid });
  return uid;
};
