import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { createPulumiCli } from "../../cli/pulumi-cli";

/** Writes its arguments down, one a line, and ends as it is told. */
const script = `#!/bin/sh
for word in "$@"; do echo "$word"; done > "$LOG"
[ -z "$SWITCHYARD_OVERRIDE" ] || echo "override:$SWITCHYARD_OVERRIDE" >> "$LOG"
echo "first line"
echo "complaint" >&2
exit "$CODE"
`;

describe("the pulumi CLI", () => {
  let directory: string;
  let log: string;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "switchyard-cli-"));
    log = path.join(directory, "log");
    await writeFile(path.join(directory, "pulumi"), script);
    await chmod(path.join(directory, "pulumi"), 0o755);
  });

  afterEach(() => rm(directory, { recursive: true }));

  const cli = (options: { readonly code?: string; readonly stack?: string; readonly PATH?: string } = {}) => {
    const { code = "0", stack, PATH = `${directory}:/usr/bin:/bin` } = options;
    const lines: string[] = [];
    const variables = { PATH, LOG: log, CODE: code };
    const { signal } = new AbortController();
    const pulumi = createPulumiCli({ directory, stack, variables, signal, onLine: ({ text }) => lines.push(text) });
    return { pulumi, lines };
  };

  const typed = async (): Promise<string> => (await readFile(log, "utf8")).trimEnd().split("\n").join(" ");

  it("is asked about the selected stack, or the one that is named", async () => {
    await cli().pulumi.config();
    expect(await typed()).to.equal("config --json --non-interactive");
    await cli({ stack: "prod" }).pulumi.state();
    expect(await typed()).to.equal("stack export --non-interactive --stack prod");
  });

  it("is asked for the whole history, of which it prints ten updates by default", async () => {
    expect(await cli().pulumi.history()).to.equal("first line\n");
    expect(await typed()).to.equal("stack history --json --page-size 0 --non-interactive");
  });

  it("previews and updates single resources", async () => {
    const { pulumi, lines } = cli({ stack: "prod" });
    await pulumi.preview(["urn:a", "urn:b"]);
    expect(await typed()).to.equal(
      "preview --json --show-sames --target urn:a --target urn:b --non-interactive --stack prod",
    );
    expect(lines).to.deep.equal([]);

    await pulumi.update({ targets: ["urn:a"], message: "Flip" });
    expect(await typed()).to.equal(
      "up --yes --skip-preview --message Flip --target urn:a --non-interactive --stack prod",
    );
    expect([...lines].sort()).to.deep.equal(["complaint", "first line"]);
  });

  it("overrides a stop for one command, which reads anew what is there", async () => {
    const { pulumi } = cli();
    await pulumi.preview(["urn:a"], "00c0ffee");
    expect(await typed()).to.equal(
      "preview --json --show-sames --target urn:a --refresh --non-interactive override:00c0ffee",
    );
    await pulumi.update({ targets: ["urn:a"], message: "Flip", override: "00c0ffee" });
    expect(await typed()).to.match(/ --target urn:a --refresh --non-interactive override:00c0ffee$/);
    await pulumi.update({ targets: ["urn:a"], message: "Flip", refresh: true });
    expect(await typed()).to.match(/ --target urn:a --refresh --non-interactive$/);
    await pulumi.update({ targets: ["urn:a"], message: "Flip" });
    expect(await typed()).to.not.match(/refresh|override/);
  });

  it("sets texts and objects in one go", async () => {
    await cli().pulumi.configure({ "p:activeColor": "green", "p:shift": 0, "p:green": { capacity: "full" } });

    expect(await typed()).to.equal(
      'config set-all --json {"p:activeColor":{"value":"green","secret":false},"p:shift":{"value":"0","secret":false},' +
        '"p:green":{"value":"{\\"capacity\\":\\"full\\"}","objectValue":{"capacity":"full"},"secret":false}} --non-interactive',
    );
  });

  it("fails with what Pulumi said where it is asked in vain, but returns a failed update", async () => {
    const { pulumi } = cli({ code: "3" });

    expect(await pulumi.config().catch(String)).to.equal(
      "Error: pulumi config --json ended with exit code 3: complaint",
    );
    expect((await pulumi.update({ targets: [], message: "" })).exitCode).to.equal(3);
  });

  it("says where to get it where it isn't installed", async () => {
    expect(await cli({ PATH: "/nowhere" }).pulumi.config().catch(String)).to.include("there is no pulumi in PATH");
  });
});
