import { access, chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { env } from "node:process";
import { expect } from "chai";
import { acquireEmulators } from "../../../tools/emulators/acquire-emulators";

const variables = { ...env };

describe("acquireEmulators", () => {
  let folder = "";
  let told: string[] = [];

  /** A `python3` that notes how it was called and ends with this shell text. */
  const withPython = async (script: string) => {
    const python = `#!/bin/sh\necho "$1 $2" >> ${folder}/calls\n${script}\n`;
    await writeFile(join(folder, "python3"), python);
    await chmod(join(folder, "python3"), 0o755);
    await writeFile(join(folder, "requirements.txt"), "emulator==1.0 --hash=sha256:00\n");
    return acquireEmulators({
      variables: { PATH: [folder, variables["PATH"]].join(delimiter), XDG_CACHE_HOME: folder },
      onProgress: (line) => told.push(line),
      requirementsFile: join(folder, "requirements.txt"),
    });
  };
  /** What `python3 -m venv` leaves: a folder with a python of its own, the last argument. */
  const venv = '[ "$2" = venv ] && mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; exit 0';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "emulators-"));
    told = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("installs once for each requirements.txt", async () => {
    const first = await withPython(venv);
    const second = await withPython("exit 1");

    expect(first).to.deep.equal(second);
    if (first.kind !== "ready") throw new Error(first.reason);
    await access(join(first.binDirectory, "python"));
    expect(told).to.deep.equal([
      "Installing the AWS emulators that the contract tests compare with, once: about half a minute.",
    ]);
  });

  it("begins anew where an installation was interrupted", async () => {
    const interrupted = await withPython('[ "$2" = pip ] && echo "no index" >&2 && exit 1; '.concat(venv));
    expect(interrupted).to.have.property("kind", "missing");

    expect(await withPython(venv)).to.have.property("kind", "ready");
  });

  for (const [title, script, advice] of [
    ["an old Python", "exit 1", "It takes Python 3.10 or newer."],
    [
      "a Python without venv",
      '[ "$2" = venv ] && echo "ensurepip is not available" >&2 && exit 1; exit 0',
      "On Debian: apt-get install python3-venv. python3 -m venv",
    ],
    [
      "no package index",
      `[ "$2" = pip ] && echo "could not find a version" >&2 && exit 1; ${venv}`,
      "It takes a Python package index, PyPI or the one that pip is configured for.",
    ],
  ] as const) {
    it(`says what is missing with ${title}`, async () => {
      const acquired = await withPython(script);

      if (acquired.kind !== "missing") throw new Error("nothing was missing");
      expect(acquired.reason).to.include(advice);
    });
  }

  it("leaves no lock behind", async () => {
    await withPython(venv);

    expect((await readdir(join(folder, "switchyard"))).filter((name) => name.endsWith(".lock"))).to.deep.equal([]);
  });
});
