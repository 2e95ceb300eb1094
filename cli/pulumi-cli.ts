import { overrideVariable } from "../cutover/live-truth-message";
import { type Command, type CommandResult, type OutputLine, runCommand, type Variables } from "./run-command";

/** What is asked of a stack; every text is what the `pulumi` command prints. */
export interface StackReader {
  /** `pulumi config --json`: no secrets, but the defaults of Pulumi.yaml. */
  config(): Promise<string>;
  /** One value in the clear, for example a secret of the `aws` namespace. */
  configValue(key: string): Promise<string>;
  /** `pulumi stack export`: secrets are encrypted in it. */
  state(): Promise<string>;
  /** `pulumi stack history --json`, newest first and complete: of its own accord it prints the newest ten. */
  history(): Promise<string>;
}

/** What is done to a stack. */
export interface StackWriter {
  /** Sets full keys such as `switchyard:activeColor` to texts or objects, in one go, keeping the stack file's comments. */
  configure(values: Readonly<Record<string, unknown>>): Promise<void>;
  /**
   * `pulumi preview --json --show-sames` for some resources; a failed preview is an exit code.
   * @param override - the digits that override one stop; what is there is read anew then
   */
  preview(targets: readonly string[], override?: string): Promise<CommandResult>;
  /** `pulumi up` for some resources, without asking; a failed update is an exit code. */
  update(update: StackUpdate): Promise<CommandResult>;
}

/** An update of some resources. */
export interface StackUpdate {
  readonly targets: readonly string[];
  /** For the history. */
  readonly message: string;
  /** Further environment of the program. @default none */
  readonly variables?: Variables;
  /** The digits that override one stop; what is there is read anew then. @default none is overridden */
  readonly override?: string;
  /** Whether what is there is read anew in any case. @default false */
  readonly refresh?: boolean;
}

/** How the CLI is run. */
export interface PulumiCliOptions {
  /** The project's folder. */
  readonly directory: string;
  /** @default the selected stack */
  readonly stack?: string | undefined;
  readonly variables: Variables;
  /** Aborted by Ctrl-C: ends previews and updates. What takes a moment, or sets things back, isn't subject to it. */
  readonly signal: AbortSignal;
  /** Called with each line of an update. */
  readonly onLine: (line: OutputLine) => void;
}

/** How long an interrupted update may finish what is under way: AWS answers most calls within seconds. Milliseconds. */
const graceMs = 60_000;

/** The user's own `pulumi`, from PATH. */
export const createPulumiCli = (options: PulumiCliOptions): StackReader & StackWriter => {
  const { directory, stack, variables, signal, onLine } = options;
  const place = ["--non-interactive", ...(stack === undefined ? [] : ["--stack", stack])];
  const run = (
    args: readonly string[],
    { override, refresh = false, ...more }: RunOptions = {},
  ): Promise<CommandResult> => {
    const overriding: Variables = override === undefined ? {} : { [overrideVariable]: override };
    // Pulumi compares with its own state otherwise, and may see nothing to change.
    const anew = refresh || override !== undefined ? ["--refresh"] : [];
    return runCommand({
      file: "pulumi",
      args: [...args, ...anew, ...place],
      cwd: directory,
      graceMs,
      ...more,
      variables: { ...variables, ...more.variables, ...overriding },
    });
  };
  const read = async (...args: readonly string[]): Promise<string> => (await orThrow(args, run(args))).stdout;
  return {
    config: () => read("config", "--json"),
    configValue: async (key) => (await read("config", "get", key)).trimEnd(),
    state: () => read("stack", "export"),
    history: () => read("stack", "history", "--json", "--page-size", "0"),
    configure: async (values) => {
      await read("config", "set-all", "--json", formatConfigValues(values));
    },
    preview: (targets, override) =>
      run(["preview", "--json", "--show-sames", ...targetFlags(targets)], { signal, override }),
    update: ({ targets, message, variables: further, override, refresh }) =>
      run(["up", "--yes", "--skip-preview", "--message", message, ...targetFlags(targets)], {
        onLine,
        signal,
        override,
        refresh,
        variables: { ...further },
      }),
  };
};

interface RunOptions extends Partial<Pick<Command, "onLine" | "signal" | "variables">> {
  readonly override?: string | undefined;
  readonly refresh?: boolean | undefined;
}

const targetFlags = (targets: readonly string[]): readonly string[] => targets.flatMap((urn) => ["--target", urn]);

/** The format of `pulumi config --json`: objects are given twice. */
export const formatConfigValues = (values: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        typeof value === "object"
          ? { value: JSON.stringify(value), objectValue: value, secret: false }
          : { value: String(value), secret: false },
      ]),
    ),
  );

const orThrow = async (args: readonly string[], running: Promise<CommandResult>): Promise<CommandResult> => {
  const result = await running;
  if (result.exitCode === 0) return result;
  const command = `pulumi ${args.slice(0, 2).join(" ")}`;
  if (result.stderr.includes("ENOENT")) {
    throw new Error(
      `${command} could not be started: there is no pulumi in PATH. Install it: https://www.pulumi.com/docs/install/`,
    );
  }
  throw new Error(`${command} ended with exit code ${result.exitCode}: ${(result.stderr || result.stdout).trim()}`);
};
