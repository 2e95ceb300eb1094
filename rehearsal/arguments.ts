import { parseArgs } from "node:util";
import type { Scenario } from "./scenarios/scenario";

/** What the command line asks for. */
export type Request =
  | { readonly kind: "run"; readonly scenario: Scenario; readonly json: boolean; readonly keep: boolean }
  | { readonly kind: "help" }
  | { readonly kind: "refused"; readonly message: string };

const options = {
  json: { type: "boolean", default: false },
  keep: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Reads `<scenario> [--json] [--keep] [--help]`. */
export const parseRequest = (argv: readonly string[], scenarios: readonly Scenario[]): Request => {
  const names = scenarios.map(({ name }) => name).join(", ");
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    if (values.help) return { kind: "help" };
    const [name, ...rest] = positionals;
    if (name === undefined) return refused(`No scenario given. Allowed: ${names}.`);
    if (rest.length > 0) return refused(`One scenario at a time, got ${positionals.length}: ${positionals.join(" ")}.`);
    const scenario = scenarios.find((candidate) => candidate.name === name);
    if (scenario === undefined) return refused(`Unknown scenario "${name}". Allowed: ${names}.`);
    return { kind: "run", scenario, json: values.json, keep: values.keep };
  } catch (error) {
    return refused(`${error instanceof Error ? error.message : String(error)} Allowed: --json, --keep, --help.`);
  }
};

/** The text of `--help`. */
export const formatHelp = (scenarios: readonly Scenario[]): string =>
  [
    "Rehearse a delivery on this machine: the real Pulumi engine, a local region in place of AWS, no account.",
    "",
    "  npm start -- [--json] [--keep]                    the main job: deploy, flip, roll back",
    "  npm run rehearse -- <scenario> [--json] [--keep]",
    "",
    "Scenarios:",
    ...scenarios.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`),
    "",
    "  --json   one JSON object as the last line of standard output; progress goes to standard error",
    "  --keep   leave everything up until Ctrl-C, and print the commands to flip by hand from another terminal",
    "",
    "Exit codes: 0 all held, 1 something did not hold or failed, 2 the command line was wrong, 130 Ctrl-C.",
  ].join("\n");

const refused = (message: string): Request => ({ kind: "refused", message });
