import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { acquirePulumiCli, type CliSearch } from "../../../rehearsal/engine/acquire-pulumi-cli";
import { releaseArchive } from "../../../rehearsal/engine/download-cli";
import { pinnedCliVersion } from "../../../rehearsal/engine/plan-pulumi-cli";

const printing = (version: string): string => `#!/bin/sh\n[ "$1" = version ] && echo ${version}\n`;
const archiveName = releaseArchive(platform(), arch()) ?? "";

/** Stands in for `go`: notes each build and "builds" a CLI that prints its version. */
const fakeGo = (log: string, buildResult: string): string => `#!/bin/sh
if [ "$1" = env ]; then echo go1.26.8; exit 0; fi
echo "$*" >> ${log}
sleep 0.3
while [ "$1" != -o ]; do shift; done
${buildResult}
`;

const buildsPinned = `printf '#!/bin/sh\\necho ${pinnedCliVersion}\\n' > "$2"; chmod +x "$2"`;

describe("acquirePulumiCli", () => {
  let place: string;
  let bin: string;
  let cached: string;
  let lines: string[];
  let server: Server;
  let files: Map<string, Buffer>;
  let search: CliSearch;

  const writeExecutable = (file: string, text: string): string => {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, 0o755);
    return file;
  };

  beforeEach(async () => {
    place = realpathSync(mkdtempSync(join(tmpdir(), "switchyard-cli-")));
    bin = join(place, "bin");
    cached = join(place, "cache", "switchyard", `pulumi-${pinnedCliVersion}`, "bin", "pulumi");
    lines = [];
    files = new Map();
    server = createServer((request, response) => {
      const body = files.get(request.url ?? "");
      response.writeHead(body === undefined ? 404 : 200).end(request.method === "HEAD" ? undefined : body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    search = {
      variables: { PATH: `${bin}:/usr/bin:/bin`, HOME: place, XDG_CACHE_HOME: join(place, "cache") },
      onProgress: (line) => lines.push(line),
      releasesUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      moduleDirectory: place,
    };
  });

  afterEach(() => {
    server.close();
    rmSync(place, { recursive: true, force: true });
  });

  const publish = (version: string): void => {
    writeExecutable(join(place, "release", "pulumi", "pulumi"), printing(version));
    writeExecutable(join(place, "release", "pulumi", "pulumi-language-nodejs"), "#!/bin/sh\n");
    const archive = execFileSync("tar", ["-cz", "pulumi"], { cwd: join(place, "release") });
    files.set(`/${archiveName}`, archive);
    const checksum = createHash("sha256").update(archive).digest("hex");
    files.set(
      `/pulumi-${pinnedCliVersion.slice(1)}-checksums.txt`,
      Buffer.from(`${"0".repeat(64)}  other.tar.gz\n${checksum}  ${archiveName}\n`),
    );
  };

  it("takes the pinned CLI from PATH", async () => {
    const file = writeExecutable(join(bin, "pulumi"), printing(pinnedCliVersion));
    expect(await acquirePulumiCli(search)).to.equal(file);
    expect(lines).to.deep.equal([]);
  });

  it("takes the cached one where PATH holds another version", async () => {
    writeExecutable(join(bin, "pulumi"), printing("v3.1.0"));
    writeExecutable(cached, printing(pinnedCliVersion));
    expect(await acquirePulumiCli(search)).to.equal(cached);
    expect(lines).to.deep.equal([]);
  });

  it("downloads the official release with its language host, and leaves nothing else", async () => {
    publish(pinnedCliVersion);
    expect(await acquirePulumiCli(search)).to.equal(cached);
    expect(lines).to.deep.equal([`Downloading the Pulumi CLI ${pinnedCliVersion}, once.`]);
    expect(readdirSync(join(cached, "..")).sort()).to.deep.equal(["pulumi", "pulumi-language-nodejs"]);
    expect(readdirSync(join(place, "cache", "switchyard"))).to.deep.equal([`pulumi-${pinnedCliVersion}`]);
    expect(readdirSync(join(cached, "..", ".."))).to.deep.equal(["bin"]);
  });

  it("refuses a release whose checksum differs and builds instead", async () => {
    publish(pinnedCliVersion);
    files.set(`/pulumi-${pinnedCliVersion.slice(1)}-checksums.txt`, Buffer.from(`${"0".repeat(64)}  ${archiveName}\n`));
    writeExecutable(join(bin, "go"), fakeGo(join(place, "log"), buildsPinned));
    expect(await acquirePulumiCli(search)).to.equal(cached);
    expect(lines[1]).to.match(
      /^The download failed: the archive's sha256 is [0-9a-f]{64}, .*-checksums\.txt says 0{64}\.$/,
    );
    expect(readdirSync(join(cached, ".."))).to.deep.equal(["pulumi"]);
  });

  it("refuses a release that says it is another version", async () => {
    publish("v3.1.0");
    writeExecutable(join(bin, "go"), fakeGo(join(place, "log"), "exit 1"));
    expect((await failure()).split("\n").slice(1, 4)).to.deep.equal([
      "  - PATH holds no pulumi that runs",
      "  - the download from https://get.pulumi.com failed",
      "  - the build with Go failed",
    ]);
  });

  it("builds the pinned module with its version where nothing can be downloaded", async () => {
    writeExecutable(join(bin, "go"), fakeGo(join(place, "log"), buildsPinned));
    expect(await acquirePulumiCli(search)).to.equal(cached);
    expect(lines).to.deep.equal([
      `Building the Pulumi CLI ${pinnedCliVersion} from its Go module, once: about 4 minutes on 2 cores.`,
    ]);
    expect(readFileSync(join(place, "log"), "utf8").replace(/-o \S+/, "-o FILE")).to.equal(
      `build -trimpath -ldflags -s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${pinnedCliVersion} -o FILE github.com/pulumi/pulumi/pkg/v3/cmd/pulumi\n`,
    );
    expect(readdirSync(join(cached, "..", ".."))).to.deep.equal(["bin"]);
  });

  it("builds once for two that ask at the same time", async () => {
    writeExecutable(join(bin, "go"), fakeGo(join(place, "log"), buildsPinned));
    expect(await Promise.all([acquirePulumiCli(search), acquirePulumiCli(search)])).to.deep.equal([cached, cached]);
    expect(readFileSync(join(place, "log"), "utf8").trimEnd().split("\n")).to.have.length(1);
    expect(lines.filter((line) => line.startsWith("Waiting"))).to.deep.equal([
      `Waiting for process ${process.pid}, which is getting the Pulumi CLI.`,
    ]);
  });

  it("tells the end of what go printed when the build fails, and caches nothing", async () => {
    writeExecutable(join(bin, "go"), fakeGo(join(place, "log"), "echo 'no such module' >&2; exit 1"));
    expect(await failure()).to.include("the build with Go failed");
    expect(lines[1]).to.equal("go build ended with exit code 1:\nno such module");
    expect(existsSync(cached)).to.equal(false);
  });

  it("names an older Go that can't fetch a newer one", async () => {
    const old = '#!/bin/sh\n[ "$GOTOOLCHAIN" = local ] && [ "$GOWORK" = off ] && echo go1.21.0 && exit 0\nexit 1\n';
    writeExecutable(join(bin, "go"), old);
    expect(await failure()).to.include("  - Go is 1.21.0\n");
  });

  it("stops when it is interrupted", async () => {
    writeExecutable(join(bin, "go"), fakeGo(join(place, "log"), "exec sleep 60"));
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error("interrupted"));
    expect(await failure({ ...search, onProgress, signal: controller.signal })).to.equal("interrupted");
    expect(readdirSync(join(cached, "..", ".."))).to.deep.equal(["bin"]);
  });

  const failure = (asked: CliSearch = search): Promise<string> =>
    acquirePulumiCli(asked).then(
      (cli) => expect.fail(`got ${cli}`),
      (error: Error) => error.message,
    );
});

describe("releaseArchive", () => {
  const cases: readonly [string, string, string | undefined][] = [
    ["linux", "x64", "pulumi-v3.255.0-linux-x64.tar.gz"],
    ["linux", "arm64", "pulumi-v3.255.0-linux-arm64.tar.gz"],
    ["darwin", "arm64", "pulumi-v3.255.0-darwin-arm64.tar.gz"],
    ["linux", "s390x", undefined],
    ["freebsd", "x64", undefined],
  ];
  for (const [system, processor, name] of cases) {
    it(`is ${name ?? "none"} on ${system} ${processor}`, () =>
      expect(releaseArchive(system, processor)).to.equal(name));
  }
});
