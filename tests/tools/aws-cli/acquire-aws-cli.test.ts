import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { env } from "node:process";
import { expect } from "chai";
import { acquireAwsCli } from "../../../tools/aws-cli/acquire-aws-cli";

const variables = { ...env };

describe("acquireAwsCli", () => {
  let folder = "";
  let told: string[] = [];

  /** A `python3` that is this shell text; what it makes a folder for gets an `aws` that tells how it was called. */
  const withPython = async (script: string) => {
    await writeFile(join(folder, "python3"), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, "python3"), 0o755);
    const PATH = [folder, variables["PATH"]].join(delimiter);
    return acquireAwsCli({ variables: { PATH, XDG_CACHE_HOME: folder }, onProgress: (line) => told.push(line) });
  };
  const venv = `if [ "$2" = venv ]; then
  mkdir -p "$3/bin" && cp "$0" "$3/bin/python"
  printf '#!/bin/sh\\necho "$* as $AWS_ACCESS_KEY_ID of $AWS_CONFIG_FILE"\\n' > "$3/bin/aws" && chmod +x "$3/bin/aws"
fi; exit 0`;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "aws-cli-"));
    told = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("installs the pinned command once, and runs it as nobody and with no file of the user's", async () => {
    const [first, second] = [await withPython(venv), await withPython("exit 1")];

    expect(told).to.deep.equal(["Installing the AWS CLI that releases are compared with, once: about half a minute."]);
    expect([first.kind, second.kind]).to.deep.equal(["ready", "ready"]);
    expect(first.kind === "ready" && (await first.run("http://127.0.0.1:1", ["s3", "ls"]))).to.equal(
      "s3 ls --endpoint-url http://127.0.0.1:1 as AKIDEXAMPLE of /dev/null\n",
    );
  });

  it("says why it can't be had", async () => {
    const acquired = await withPython("exit 1");

    expect(acquired.kind === "missing" && acquired.reason).to.match(/^It takes Python 3\.10 or newer\./);
  });
});
