import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { credentials } from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  AboutRequest,
  ProgramInfo,
  RunPluginRequest,
  type RunPluginResponse,
  RunRequest,
  type RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { provideExecutables } from "../../../rehearsal/engine/executables";
import { hasEnded } from "./has-ended";

const writeExecutable = (file: string): string => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
};

describe("provideExecutables", () => {
  let place: string;

  beforeEach(() => {
    place = realpathSync(mkdtempSync(join(tmpdir(), "switchyard-executables-")));
  });

  afterEach(() => rmSync(place, { recursive: true, force: true }));

  it("leaves an official CLI with its language host where it is", async () => {
    const cli = writeExecutable(join(place, "official", "pulumi"));
    writeExecutable(join(place, "official", "pulumi-language-nodejs"));
    expect(await provideExecutables(join(place, "own"), { cli, searchPath: "/bin" })).to.equal(join(place, "official"));
    expect(existsSync(join(place, "own"))).to.equal(false);
  });

  it("uses a language host from elsewhere on PATH", async () => {
    const cli = writeExecutable(join(place, "official", "pulumi"));
    writeExecutable(join(place, "plugins", "pulumi-language-nodejs"));
    const searchPath = `/bin::${join(place, "plugins")}`;
    expect(await provideExecutables(join(place, "own"), { cli, searchPath })).to.equal(join(place, "official"));
  });

  it("puts ours beside a link to the CLI where there is none", async () => {
    const cli = writeExecutable(join(place, "official", "pulumi"));
    expect(await provideExecutables(join(place, "own"), { cli, searchPath: "/bin" })).to.equal(join(place, "own"));
    expect(readdirSync(join(place, "own")).sort()).to.deep.equal([
      "language-host.js",
      "pulumi",
      "pulumi-language-nodejs",
    ]);
    expect(statSync(join(place, "own", "pulumi")).ino).to.equal(statSync(cli).ino);
    expect(statSync(join(place, "own", "pulumi-language-nodejs")).mode & 0o111).to.equal(0o111);
  });
});

/** As an engine does: a host has a process group of its own, in which its programs are. */
const killGroupOf = ({ pid }: ChildProcess): void => {
  try {
    process.kill(-Number(pid), "SIGKILL");
  } catch (error) {
    expect(error).to.include({ code: "ESRCH" });
  }
};

describe("the language host", () => {
  let place: string;
  let host: ChildProcess;
  let client: LanguageRuntimeClient;

  /** Stands in for the SDK's runner: notes what it was given, then does what the program says. */
  const installRunner = (name: string): void => {
    const directory = join(place, "program", "node_modules", "@pulumi", "pulumi", "cmd", name);
    mkdirSync(directory, { recursive: true });
    const note = "{ args: process.argv.slice(2), cwd: process.cwd(), pid: process.pid, env: process.env }";
    const text = `require("fs").writeFileSync(${JSON.stringify(join(place, "note.json"))}, JSON.stringify(${note}));`;
    writeFileSync(
      join(directory, "index.js"),
      `${text}\nrequire(${JSON.stringify(join(place, "program", "program.js"))});`,
    );
  };

  const readNote = (): { args: string[]; cwd: string; pid: number; env: Record<string, string> } =>
    JSON.parse(readFileSync(join(place, "note.json"), "utf8"));

  before(async () => {
    place = realpathSync(mkdtempSync(join(tmpdir(), "switchyard-host-")));
    for (const name of ["run", "run-policy-pack", "run-plugin"]) installRunner(name);
    await provideExecutables(join(place, "own"), {
      cli: writeExecutable(join(place, "official", "pulumi")),
      searchPath: "",
    });
  });

  beforeEach(async () => {
    rmSync(join(place, "note.json"), { force: true });
    const stdio = ["pipe", "pipe", "inherit"] as const;
    host = spawn(join(place, "own", "pulumi-language-nodejs"), ["-root=/x", "127.0.0.1:9"], {
      stdio: [...stdio],
      detached: true,
    });
    const [port] = await once(createInterface({ input: host.stdout ?? process.stdin }), "line");
    client = new LanguageRuntimeClient(`127.0.0.1:${port}`, credentials.createInsecure());
  });

  afterEach(() => {
    client.close();
    killGroupOf(host);
  });

  after(() => rmSync(place, { recursive: true, force: true }));

  const program = (text: string): void => writeFileSync(join(place, "program", "program.js"), text);

  const programInfo = (): ProgramInfo => {
    const info = new ProgramInfo();
    info.setRootDirectory(join(place, "program"));
    info.setProgramDirectory(join(place, "program"));
    info.setEntryPoint("index.ts");
    return info;
  };

  const run = (): Promise<RunResponse.AsObject> => {
    const request = new RunRequest();
    request.setInfo(programInfo());
    request.setMonitorAddress("127.0.0.1:10");
    request.setOrganization("organization");
    request.setProject("project");
    request.setStack("rehearsal-a");
    request.setParallel(4);
    request.setDryrun(true);
    request.getConfigMap().set("project:activeColor", "green");
    request.setConfigsecretkeysList(["project:slackToken"]);
    return new Promise((resolve, reject) =>
      client.run(request, (error, response) => (error ? reject(error) : resolve(response.toObject()))),
    );
  };

  it("runs the program with its own SDK's runner, as the official host does", async () => {
    program("");
    expect(await run()).to.deep.equal({ error: "", bail: false });
    const { args, cwd, env } = readNote();
    expect(args.join(" ")).to.equal(
      `--monitor 127.0.0.1:10 --engine 127.0.0.1:9 --organization organization --project project --root-directory ${place}/program --stack rehearsal-a --pwd ${place}/program --parallel 4 --dry-run index.ts`,
    );
    expect(cwd).to.equal(join(place, "program"));
    expect(env).to.include({
      PULUMI_NODEJS_TYPESCRIPT: "true",
      PULUMI_CONFIG: '{"project:activeColor":"green"}',
      PULUMI_CONFIG_SECRET_KEYS: '["project:slackToken"]',
    });
  });

  it("tells failures apart: told to the user, exit code, killed", async () => {
    program("process.exit(32)");
    expect(await run()).to.deep.equal({ error: "", bail: true });
    program("process.exit(3)");
    expect(await run()).to.deep.equal({ error: "the program exited with code 3", bail: false });
    program("process.kill(process.pid, 'SIGKILL')");
    expect(await run()).to.deep.equal({ error: "the program was killed", bail: false });
  });

  it("streams what a policy pack prints, and its exit code", async () => {
    program("console.log('5678'); console.error('warned'); process.exitCode = 4;");
    expect(await runPlugin("analyzer")).to.deep.equal({ stdout: "5678\n", stderr: "warned\n", exitCode: 4 });
    expect(readNote().args).to.deep.equal(["127.0.0.1:9", join(place, "program")]);
    expect(readNote().env).to.include({ A: "1=2" });
  });

  it("hands other plugins their folder first", async () => {
    program("");
    expect(await runPlugin("resource")).to.deep.equal({ stdout: "", stderr: "", exitCode: 0 });
    expect(readNote().args).to.deep.equal([join(place, "program"), "127.0.0.1:9"]);
  });

  it("refuses what rehearsals don't need by name", async () => {
    const refusal = await new Promise<Error | null>((resolve) => client.about(new AboutRequest(), resolve));
    expect(refusal?.message).to.equal("12 UNIMPLEMENTED: The rehearsal's language host doesn't offer about.");
  });

  for (const [how, leave] of [
    ["closes its pipe, as a killed engine does", () => host.stdin?.end()],
    ["asks it to with SIGTERM", () => host.kill("SIGTERM")],
  ] as const) {
    it(`ends with its program when the engine ${how}`, async () => {
      program("setInterval(() => {}, 1000)");
      run().catch(() => undefined);
      while (!existsSync(join(place, "note.json"))) await wait(20);
      await wait(20);
      const { pid } = readNote();
      leave();
      await once(host, "exit");
      expect(await hasEnded(pid)).to.equal(true);
    });
  }

  it("ends the program when the engine cancels", async () => {
    program("setInterval(() => {}, 1000)");
    const response = run();
    while (!existsSync(join(place, "note.json"))) await wait(20);
    client.cancel(new Empty(), () => undefined);
    expect(await response).to.deep.equal({ error: "the program was killed", bail: false });
  });

  const runPlugin = (kind: string): Promise<{ stdout: string; stderr: string; exitCode: number }> => {
    const request = new RunPluginRequest();
    request.setInfo(programInfo());
    request.setKind(kind);
    request.setArgsList(["127.0.0.1:9"]);
    request.setEnvList(["A=1=2"]);
    return new Promise((resolve, reject) => {
      const heard = { stdout: "", stderr: "", exitCode: -1 };
      const call = client.runPlugin(request);
      call.on("data", (response: RunPluginResponse) => {
        heard.stdout += Buffer.from(response.getStdout_asU8()).toString();
        heard.stderr += Buffer.from(response.getStderr_asU8()).toString();
        if (response.hasExitcode()) heard.exitCode = response.getExitcode();
      });
      call.on("end", () => resolve(heard)).on("error", reject);
    });
  };
});
