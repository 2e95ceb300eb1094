import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { configKeys, parseStackSettings, type StackSettings } from "../../settings";

const root = join(__dirname, "../..");

/** The defaults that Pulumi.yaml gives a new stack. */
export const defaultConfig: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries<{ default: unknown }>(parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")).config).map(
    ([key, declared]) => [key, declared.default],
  ),
);

/** The config of one of the stack files, over the defaults. */
export const stackConfig = (stack: string): Readonly<Record<string, unknown>> => ({
  ...defaultConfig,
  ...parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8")).config,
});

/** Settings of a new stack with some keys changed. */
export const settingsWith = (changes: Readonly<Record<string, unknown>> = {}): StackSettings => {
  const config: Readonly<Record<string, unknown>> = { ...defaultConfig, ...changes };
  return parseStackSettings((key) => config[key], Object.keys(changes));
};

/** Config as the engine hands it to a program: texts, by full key. */
export const engineConfig = (changes: Readonly<Record<string, unknown>> = {}): Record<string, string> => {
  const config: Readonly<Record<string, unknown>> = { ...defaultConfig, ...changes };
  const entries = configKeys.map((key): [string, string] => {
    const value = config[key];
    return [`switchyard:${key}`, typeof value === "string" ? value : JSON.stringify(value)];
  });
  return { "aws:region": "eu-central-1", ...Object.fromEntries(entries) };
};
