import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { expect } from "chai";
import { startEmulator } from "../../../tools/emulators/start-emulator";

const { PATH: path } = env;

/** Answers with how it was started; ends by itself only when it is told to. */
const server = `
const http = require("node:http");
const port = process.env.GATEWAY_PORT ?? process.argv.at(-1);
const told = { args: process.argv.slice(2), host: process.env.BIND_HOST, keys: Object.keys(process.env).sort() };
http.createServer((request, response) => response.end(JSON.stringify(told))).listen(Number(port), "127.0.0.1");
`;

describe("startEmulator", () => {
  let folder = "";

  /** A Python that is a Node program. */
  const withPython = async (program: string): Promise<string> => {
    await writeFile(join(folder, "program.js"), program);
    await writeFile(join(folder, "python"), `#!/bin/sh\nexec ${execPath} ${folder}/program.js "$@"\n`);
    await chmod(join(folder, "python"), 0o755);
    return folder;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "emulator-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("keeps MiniStack to the loopback interface and gives it no identity of the caller", async () => {
    const emulator = await startEmulator("ministack", { binDirectory: await withPython(server), path });
    try {
      const told = (await (await fetch(emulator.url)).json()) as { args: string[]; host: string; keys: string[] };
      expect(new URL(emulator.url).hostname).to.equal("127.0.0.1");
      expect(told.args).to.deep.equal(["-m", "ministack"]);
      expect(told.host).to.equal("127.0.0.1");
      expect(told.keys.filter((key) => key.startsWith("AWS_"))).to.deep.equal([
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_SECRET_ACCESS_KEY",
      ]);
    } finally {
      await emulator.stop();
    }
    expect(await fetch(emulator.url).catch(() => "gone")).to.equal("gone");
  });

  it("keeps moto to the loopback interface, and ends it with this process", async () => {
    const before = process.listenerCount("exit");
    const emulator = await startEmulator("moto", { binDirectory: await withPython(server), path });
    try {
      expect(process.listenerCount("exit")).to.equal(before + 1);
      const { args } = (await (await fetch(emulator.url)).json()) as { args: string[] };
      expect(args.slice(0, -1)).to.deep.equal(["-m", "moto.server", "-H", "127.0.0.1", "-p"]);
    } finally {
      await emulator.stop();
    }
    expect(process.listenerCount("exit")).to.equal(before);
  });

  it("says why one didn't start, in its own words", async () => {
    const binDirectory = await withPython('console.error("port in use"); process.exit(1);');

    const thrown = await startEmulator("moto", { binDirectory, path }).catch(String);

    expect(thrown).to.match(/moto didn't start: Error: the process ended\nport in use/);
  });
}).timeout(20_000);
