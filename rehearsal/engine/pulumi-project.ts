import { randomBytes } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Command, type CommandResult, type OutputLine, runCommand, type Variables } from "../../cli/run-command";
import { engineVariables, formatVariablesFile, withoutForeignVariables } from "./engine-variables";
import { provideExecutables } from "./executables";
import { type Changes, parseEngineEvents } from "./parse-engine-events";
import { type PolicyViolation, parseViolations } from "./parse-violations";
import { type PolicyPack, policyFlags } from "./policy-pack";
import { restoreCutOffState } from "./restore-state";
import {
  createWorkDirectory,
  removeStaleWorkDirectories,
  removeWorkDirectory,
  type WorkDirectoryOwner,
} from "./work-directory";

/** What a project needs to be rehearsed. */
export interface PulumiProjectOptions {
  /** Absolute folder of `Pulumi.yaml`. */
  readonly projectDirectory: string;
  /** Absolute path of the CLI, see `acquirePulumiCli`. */
  readonly cli: string;
  /** The environment of this process. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** Ports of running providers by package name. @default none */
  readonly providerPorts?: Readonly<Record<string, number>>;
  /** Further variables of every command, also in the file for `source`. @default none */
  readonly variables?: Variables;
  /** Interrupts commands that run and refuses new ones; clearing up (`destroy`, `cancel`, `remove`) isn't subject to it. */
  readonly signal?: AbortSignal;
  /** Called with every line that `preview`, `up` and `destroy` print. @default nothing is called */
  readonly onLine?: (line: OutputLine) => void;
}

/** A configuration value for `pulumi config set`. */
export interface ConfigValue {
  /** Bare key, or a path such as `blue.version`. */
  readonly path: string;
  readonly value: string;
  /** @default false */
  readonly isSecret?: boolean;
}

/** How a `preview`, `up` or `destroy` ended, and what it meant to change. */
export interface UpdateResult extends CommandResult {
  readonly changes: Changes;
  /** What the policy packs found. */
  readonly violations: readonly PolicyViolation[];
}

/** What a command tells while it runs. */
export interface Watch {
  /** Called with the id of the command's process. @default nothing is called */
  readonly onStart?: (pid: number) => void;
  /** Called with every line that it prints, besides the project's own. @default nothing is called */
  readonly onLine?: (line: OutputLine) => void;
}

/** How an `up` differs from the usual one. */
export interface UpOptions extends Watch {
  /** Reads what is there before comparing with it. @default false */
  readonly refresh?: boolean;
  /** Further variables of this command alone. @default none */
  readonly variables?: Variables;
}

/** Own end of one rehearsal's stack: the literal `pulumi` commands, run in the project's folder with a backend of their own. */
export class PulumiProject {
  private readonly policyPacks: PolicyPack[] = [];

  private constructor(
    private readonly options: PulumiProjectOptions,
    private readonly owner: WorkDirectoryOwner,
    private readonly place: {
      readonly directory: string;
      readonly executables: readonly string[];
      readonly variables: Variables;
    },
  ) {}

  /** Makes a work directory, after removing those of rehearsals that were killed; nothing is deployed yet. */
  public static async create(options: PulumiProjectOptions): Promise<PulumiProject> {
    const { projectDirectory, cli, inherited, providerPorts = {}, variables = {} } = options;
    await removeStaleWorkDirectories(tmpdir());
    const owner = { pid: process.pid, projectDirectory, stackName: `rehearsal-${randomBytes(3).toString("hex")}` };
    const directory = await createWorkDirectory(tmpdir(), owner);
    const searchPath = inherited["PATH"] ?? "";
    const executables = [
      await provideExecutables(join(directory, "executables"), { cli, searchPath }),
      dirname(process.execPath),
    ];
    const passphrase = randomBytes(12).toString("hex");
    const settings = { workDirectory: directory, executableDirectories: executables, passphrase, providerPorts };
    const own = { ...engineVariables(settings, searchPath), ...variables };
    return new PulumiProject(options, owner, { directory, executables, variables: own });
  }

  /** Name of the stack, `rehearsal-` and six random hexadecimal digits. */
  public get stackName(): string {
    return this.owner.stackName;
  }

  /** Absolute folder of state, home and executables; `remove` deletes it. */
  public get workDirectory(): string {
    return this.place.directory;
  }

  /** `pulumi stack init`; selects the stack, so that no later command has to name it. */
  public async init(): Promise<void> {
    await this.runOrThrow(["stack", "init", this.stackName]);
  }

  /** `pulumi config set`, with `--path` where the key has a dot. */
  public async setConfig({ path, value, isSecret = false }: ConfigValue): Promise<void> {
    const flags = [...(isPath(path) ? ["--path"] : []), isSecret ? "--secret" : "--plaintext"];
    await this.runOrThrow(["config", "set", ...flags, path, "--", value]);
  }

  /** `pulumi config set-all`: several plain values in one command. */
  public async setPlainConfig(values: Readonly<Record<string, string>>): Promise<void> {
    const pairs = Object.entries(values).flatMap(([path, value]) => ["--plaintext", `${path}=${value}`]);
    await this.runOrThrow(["config", "set-all", "--path", ...pairs]);
  }

  /** Has every later `preview` and `up` check a policy pack too. */
  public usePolicyPack(pack: PolicyPack): void {
    this.policyPacks.push(pack);
  }

  /** `pulumi preview`; its text for people is `stdout`. */
  public preview(): Promise<UpdateResult> {
    return this.update(["preview", ...policyFlags(this.policyPacks)], { signal: this.options.signal });
  }

  /** `pulumi up --yes --skip-preview`; a failed update is an exit code, not an exception. */
  public up({ refresh = false, ...more }: UpOptions = {}): Promise<UpdateResult> {
    const flags = [...(refresh ? ["--refresh"] : []), ...policyFlags(this.policyPacks)];
    return this.update(["up", "--yes", "--skip-preview", ...flags], { signal: this.options.signal, ...more });
  }

  /** `pulumi destroy --yes --skip-preview`. */
  public destroy(signal?: AbortSignal): Promise<UpdateResult> {
    return this.update(["destroy", "--yes", "--skip-preview"], { signal });
  }

  /** `pulumi cancel --yes`: removes the lock that a killed update left. */
  public cancel(): Promise<CommandResult> {
    return this.run(["cancel", "--yes"]);
  }

  /** What `npm run cli -- <words>` runs, for this stack. */
  public cli(words: readonly string[], { onStart, onLine }: Watch = {}): Promise<CommandResult> {
    const program = ["-r", "ts-node/register/transpile-only", "cli/main.ts"];
    const { signal } = this.options;
    return this.start(process.execPath, [...program, ...words, "--stack", this.stackName], { signal, onStart, onLine });
  }

  /** The locks on the stack: files of the backend, of which there is none while nothing runs. */
  public async locks(): Promise<readonly string[]> {
    const directory = join(this.workDirectory, "state", ".pulumi", "locks");
    const found = await readdir(directory, { recursive: true }).catch(() => []);
    return found.filter((file) => file.endsWith(".json"));
  }

  /** Puts the backup in the place of a checkpoint that a killed command left cut off; returns whether there was one. */
  public restoreState(): Promise<boolean> {
    return restoreCutOffState(join(this.workDirectory, "state"));
  }

  /** What `pulumi stack history --json` prints, newest update first. */
  public async history(): Promise<string> {
    return (await this.runOrThrow(["stack", "history", "--json"])).stdout;
  }

  /** The checkpoint as `pulumi stack export` prints it: secrets are encrypted in it. */
  public async exportStack(): Promise<string> {
    return (await this.runOrThrow(["stack", "export"])).stdout;
  }

  /** The stack's outputs; secret ones read `[secret]`. */
  public async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const { stdout } = await this.runOrThrow(["stack", "output", "--json"]);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** Writes the file that `--keep` tells people to `source`, and returns its path. */
  public async writeVariablesFile(): Promise<string> {
    const file = join(this.workDirectory, "env");
    await writeFile(file, formatVariablesFile(this.place.variables, this.place.executables), { mode: 0o600 });
    return file;
  }

  /** Deletes the work directory and the stack file; resources are `destroy`'s. */
  public async remove(): Promise<void> {
    await removeWorkDirectory(this.workDirectory, this.owner);
  }

  /** Text for people and events for us come out of one run; the flag for the events is one of the CLI's debugging flags. */
  private async update(args: readonly string[], { onLine, ...more }: RunOptions): Promise<UpdateResult> {
    const events = join(this.workDirectory, `events-${randomBytes(6).toString("hex")}.jsonl`);
    const tell = (line: OutputLine): void => {
      this.options.onLine?.(line);
      onLine?.(line);
    };
    const result = await this.run([...args, "--event-log", events], { ...more, onLine: tell });
    const text = await readFile(events, "utf8").catch(() => "");
    await rm(events, { force: true });
    return { ...result, changes: parseEngineEvents(text), violations: parseViolations(text) };
  }

  private run(args: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
    return this.start(join(this.place.executables[0] ?? "", "pulumi"), args, options);
  }

  private start(file: string, args: readonly string[], { variables, ...more }: RunOptions): Promise<CommandResult> {
    const { options, place } = this;
    return runCommand({
      file,
      args,
      cwd: options.projectDirectory,
      variables: {
        ...withoutForeignVariables(options.inherited),
        ...place.variables,
        ...variables,
        PULUMI_DEBUG_COMMANDS: "true",
      },
      ...more,
    });
  }

  private async runOrThrow(args: readonly string[]): Promise<CommandResult> {
    const { signal } = this.options;
    const result = await this.run(args, { signal });
    signal?.throwIfAborted();
    if (result.exitCode === 0) return result;
    throw new Error(
      `pulumi ${args.slice(0, 2).join(" ")} ended with exit code ${result.exitCode}:\n${result.stderr || result.stdout}`,
    );
  }
}

interface RunOptions extends Pick<Command, "signal" | "onLine" | "onStart"> {
  readonly variables?: Variables | undefined;
}

const isPath = (key: string): boolean => /[.[]/.test(key);
