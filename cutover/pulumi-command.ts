import type { Switch } from "./plan-way-back";

/** The command that sets the config and applies it, as typed in the project's folder. */
export const pulumiCommand = (stack: string, config: Partial<Switch>): string => {
  const option = `--stack ${quoted(stack)}`;
  const settings = Object.entries(config).map(([key, value]) => `pulumi config set ${key} ${value} ${option}`);
  return [...settings, `pulumi up ${option} --yes`].join(" && ");
};

/** A word of a command: names that Pulumi allows need no quotes; anything else must not become part of the command. */
export const quoted = (text: string): string =>
  /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
