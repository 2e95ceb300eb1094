import { delimiter } from "node:path";
import type { Variables } from "../../cli/run-command";

/** What differs from one rehearsal to the next. */
export interface EngineSettings {
  /** Absolute folder of the rehearsal's own files. */
  readonly workDirectory: string;
  /** Folders that go first in PATH: the CLI with the language host, Node. */
  readonly executableDirectories: readonly string[];
  readonly passphrase: string;
  /** Ports of providers that are running already, by package name. */
  readonly providerPorts: Readonly<Record<string, number>>;
}

/** The variables that make a `pulumi` command part of the rehearsal; the same are written for `--keep`. */
export const engineVariables = (settings: EngineSettings, inheritedPath: string): Variables => {
  const { workDirectory, executableDirectories, passphrase, providerPorts } = settings;
  const providers = Object.entries(providerPorts).map(([name, port]) => `${name}:${port}`);
  return {
    PATH: [...executableDirectories, inheritedPath].join(delimiter),
    PULUMI_BACKEND_URL: `file://${workDirectory}/state`,
    PULUMI_HOME: `${workDirectory}/home`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    ...(providers.length > 0 && { PULUMI_DEBUG_PROVIDERS: providers.join(",") }),
    // Without it every command spends 2.5 s on looking for plugins on the network.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    // Node keeps compiled modules here: each command after the first starts 0.4 s sooner.
    NODE_COMPILE_CACHE: `${workDirectory}/compile-cache`,
    NO_COLOR: "1",
    // Nobody's real account may be reached, whatever the rest of the environment holds.
    AWS_ACCESS_KEY_ID: "rehearsal",
    AWS_SECRET_ACCESS_KEY: "rehearsal",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: `${workDirectory}/no-aws-config`,
    AWS_SHARED_CREDENTIALS_FILE: `${workDirectory}/no-aws-credentials`,
    // gRPC asks proxies even for the loopback interface.
    NO_PROXY: "127.0.0.1,localhost",
    no_proxy: "127.0.0.1,localhost",
  };
};

/** Inherited variables without those that would lead out of the rehearsal or measure it along with its parent. */
export const withoutForeignVariables = (inherited: Readonly<Record<string, string | undefined>>): Variables => {
  const kept = Object.entries(inherited).filter(([name, value]) => value !== undefined && !isForeign(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, value ?? ""]));
};

const foreignPrefixes = ["AWS_", "PULUMI_", "npm_", "TS_NODE_"];
const foreignNames = ["NODE_V8_COVERAGE", "NODE_OPTIONS", "DEBUG", "FORCE_COLOR", "CI"];

const isForeign = (name: string): boolean =>
  foreignNames.includes(name) || foreignPrefixes.some((prefix) => name.startsWith(prefix));

/** A file to `source` in a POSIX shell: unsets what would lead out of the rehearsal, then exports its variables. */
export const formatVariablesFile = (
  { PATH: _path, ...variables }: Variables,
  executableDirectories: readonly string[],
): string =>
  [
    "# Makes the pulumi commands of this shell part of a rehearsal on this machine.",
    `for name in $(env | sed -n -e 's/^\\(AWS_[A-Z0-9_]*\\)=.*/\\1/p' -e 's/^\\(PULUMI_[A-Z0-9_]*\\)=.*/\\1/p'); do unset "$name"; done`,
    `export PATH=${quote(executableDirectories.join(delimiter))}:"$PATH"`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
    "",
  ].join("\n");

const quote = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;
