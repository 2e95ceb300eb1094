import { parseArgs } from "node:util";
import { type Color, colors } from "../cutover/plan-weights";
import { type FleetAction, parseFleetAction } from "./fleet-action";
import type { FlipArguments } from "./flip";
import { type CommandName, commandNames } from "./help";
import { parseRamp } from "./parse-ramp";
import { parseReleaseAction, type ReleaseAction } from "./release-action";

/** What the command line asks for. */
export type Request =
  | ({ readonly kind: "run"; readonly json: boolean; readonly stack?: string } & Command)
  | { readonly kind: "help"; readonly command: CommandName | undefined }
  | { readonly kind: "refused"; readonly json: boolean; readonly message: string };

/** One command with its own arguments. */
export type Command =
  | { readonly command: "status" }
  | ({ readonly command: "flip" } & FlipArguments)
  | { readonly command: "adopt"; readonly yes: boolean }
  | { readonly command: "rollback"; readonly number?: number; readonly yes: boolean }
  | { readonly command: "history" }
  | { readonly command: "shell"; readonly service: string; readonly color?: Color }
  | ({ readonly command: "release" } & ReleaseAction)
  | ({ readonly command: "fleet" } & FleetAction);

const everywhere = {
  stack: { type: "string", short: "s" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const own = {
  yes: { type: "boolean", short: "y", default: false },
  to: { type: "string" },
  override: { type: "string" },
  steps: { type: "string" },
  bake: { type: "string" },
  color: { type: "string" },
  id: { type: "string" },
  commit: { type: "string" },
  apply: { type: "boolean", default: false },
  batch: { type: "string" },
} as const;

/** Which of the options that aren't everyone's each command has. */
const ownOptions: Readonly<Record<CommandName, readonly (keyof typeof own)[]>> = {
  status: [],
  flip: ["yes", "steps", "bake", "override"],
  adopt: ["yes"],
  rollback: ["yes", "to"],
  history: [],
  shell: ["color"],
  release: ["id", "commit", "apply", "color", "yes"],
  fleet: ["yes", "batch"],
};

type Values = ReturnType<typeof parseValues>["values"];

/** Reads the words after `npm run cli --`. */
export const parseRequest = (argv: readonly string[]): Request => {
  const json = argv.includes("--json");
  try {
    const { values, positionals } = parseValues(argv);
    const [name, ...rest] = positionals;
    const command = commandNames.find((known) => known === name);
    if (values.help) return { kind: "help", command };
    if (command === undefined) throw new Error(`${got("command", name)} Allowed: ${commandNames.join(", ")}.`);
    refuseForeignOptions(command, values);
    const { stack } = values;
    return { kind: "run", json, ...(stack === undefined ? {} : { stack }), ...parseCommand(command, rest, values) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "refused", json, message: `${message}\nSee: npm run cli -- --help` };
  }
};

const parseValues = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], options: { ...everywhere, ...own }, allowPositionals: true });

const refuseForeignOptions = (command: CommandName, values: Values): void => {
  const allowed: readonly string[] = [...Object.keys(everywhere), ...ownOptions[command]];
  const foreign = Object.entries(values).find(([name, value]) => value !== false && !allowed.includes(name));
  if (foreign === undefined) return;
  throw new Error(`Got --${foreign[0]}. Allowed with ${command}: ${allowed.map((name) => `--${name}`).join(", ")}.`);
};

const parseCommand = (command: CommandName, words: readonly string[], values: Values): Command => {
  switch (command) {
    case "status":
    case "history":
      refuseWords(command, words);
      return { command };
    case "flip":
      refuseWords(command, words.slice(1));
      return {
        command,
        to: parseColor("colour", words[0]),
        yes: values.yes,
        ...(values.override === undefined ? {} : { override: parseOverride(values.override) }),
        ...parseRamp(values),
      };
    case "adopt":
      refuseWords(command, words);
      return { command, yes: values.yes };
    case "rollback":
      refuseWords(command, words);
      return { command, yes: values.yes, ...(values.to === undefined ? {} : { number: parseNumber(values.to) }) };
    case "shell":
      refuseWords(command, words.slice(1));
      return {
        command,
        service: parseService(words[0]),
        ...(values.color === undefined ? {} : { color: parseColor("--color", values.color) }),
      };
    case "release":
      return { command, ...parseReleaseAction(words, values) };
    case "fleet":
      return { command, ...parseFleetAction(words, values) };
  }
};

const got = (what: string, value: string | undefined): string =>
  value === undefined ? `Got no ${what}.` : `Got ${what} ${JSON.stringify(value)}.`;

const refuseWords = (command: CommandName, words: readonly string[]): void => {
  if (words.length > 0)
    throw new Error(`Got ${words.map((word) => JSON.stringify(word)).join(" ")} after ${command}. Allowed: options.`);
};

const parseColor = (what: string, value: string | undefined): Color => {
  const color = colors.find((known) => known === value);
  if (color === undefined) throw new Error(`${got(what, value)} Allowed: ${colors.join(", ")}.`);
  return color;
};

const parseNumber = (value: string): number => {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new Error(`${got("--to", value)} Allowed: a number in the first column of \`npm run cli -- history\`.`);
};

const parseOverride = (value: string): string => {
  if (/^[0-9a-f]{8}$/.test(value)) return value;
  throw new Error(`${got("--override", value)} Allowed: the eight digits that the refused command printed.`);
};

const parseService = (value: string | undefined): string => {
  if (value === undefined) throw new Error("Got no service. Allowed: a name under `services` in the stack's config.");
  return value;
};
