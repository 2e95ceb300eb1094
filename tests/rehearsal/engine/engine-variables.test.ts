import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  engineVariables,
  formatVariablesFile,
  withoutForeignVariables,
} from "../../../rehearsal/engine/engine-variables";

const settings = {
  workDirectory: "/w",
  executableDirectories: ["/w/executables", "/node"],
  passphrase: "it's secret",
  providerPorts: { aws: 1001, awsx: 1002 },
};

describe("engineVariables", () => {
  it("keeps everything that pulumi writes in the work directory and everything that it asks on this machine", () => {
    expect(engineVariables(settings, "/bin")).to.deep.equal({
      PATH: "/w/executables:/node:/bin",
      PULUMI_BACKEND_URL: "file:///w/state",
      PULUMI_HOME: "/w/home",
      PULUMI_CONFIG_PASSPHRASE: "it's secret",
      PULUMI_DEBUG_PROVIDERS: "aws:1001,awsx:1002",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      NODE_COMPILE_CACHE: "/w/compile-cache",
      NO_COLOR: "1",
      AWS_ACCESS_KEY_ID: "rehearsal",
      AWS_SECRET_ACCESS_KEY: "rehearsal",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/w/no-aws-config",
      AWS_SHARED_CREDENTIALS_FILE: "/w/no-aws-credentials",
      NO_PROXY: "127.0.0.1,localhost",
      no_proxy: "127.0.0.1,localhost",
    });
  });

  it("attaches no provider where none runs", () => {
    expect(engineVariables({ ...settings, providerPorts: {} }, "/bin")).to.not.have.property("PULUMI_DEBUG_PROVIDERS");
  });
});

describe("withoutForeignVariables", () => {
  it("drops accounts, backends, npm's own and what measures the parent, and keeps the rest", () => {
    const inherited = {
      HOME: "/h",
      LANG: "C",
      MISSING: undefined,
      AWS_PROFILE: "prod",
      PULUMI_ACCESS_TOKEN: "t",
      PULUMI_STACK: "prod",
      npm_lifecycle_event: "test",
      TS_NODE_PROJECT: "x",
      NODE_V8_COVERAGE: "/c",
      NODE_OPTIONS: "--inspect",
      CI: "true",
    };
    expect(withoutForeignVariables(inherited)).to.deep.equal({ HOME: "/h", LANG: "C" });
  });
});

describe("formatVariablesFile", () => {
  it("makes a shell that sources it forget its account and backend and use the rehearsal's", () => {
    const directory = mkdtempSync(join(tmpdir(), "switchyard-env-"));
    const file = join(directory, "env");
    writeFileSync(file, formatVariablesFile(engineVariables(settings, "/inherited"), settings.executableDirectories));
    const before = {
      PATH: "/usr/bin:/bin",
      AWS_PROFILE: "prod",
      PULUMI_STACK: "prod",
      HOME: "/h",
      NODE_V8_COVERAGE: undefined,
    };
    const after = execFileSync("/bin/sh", ["-c", `. ${file}; env`], { env: before, encoding: "utf8" });
    rmSync(directory, { recursive: true });
    const { PATH: _path, ...own } = engineVariables(settings, "/inherited");
    const expected = { HOME: "/h", ...own, PATH: "/w/executables:/node:/usr/bin:/bin" };
    const shellsOwn = new Set(["PWD", "OLDPWD", "SHLVL", "_"]);
    const lines = after
      .trimEnd()
      .split("\n")
      .filter((line) => !shellsOwn.has(line.slice(0, line.indexOf("="))));
    expect(lines.sort()).to.deep.equal(
      Object.entries(expected)
        .map(([name, value]) => `${name}=${value}`)
        .sort(),
    );
  });
});
