import { type Color, colors } from "../cutover/plan-weights";

/** What `release` is asked to do. */
export type ReleaseAction =
  | {
      readonly action: "deploy";
      readonly directory: string;
      /** @default from the time and the commit */
      readonly id?: string;
      readonly commit?: string;
    }
  | { readonly action: "list" }
  | { readonly action: "verify"; readonly id: string }
  | {
      readonly action: "enable";
      readonly id: string;
      /** @default the active one */
      readonly color?: Color;
      /** Don't ask. */
      readonly yes: boolean;
    }
  | { readonly action: "gc"; readonly apply: boolean };

/** The options that only `release` has, as given. */
export interface ReleaseOptions {
  readonly id?: string | undefined;
  readonly commit?: string | undefined;
  readonly apply?: boolean | undefined;
  readonly color?: string | undefined;
  readonly yes?: boolean | undefined;
}

const allowed =
  "deploy <directory> [--id <id>] [--commit <sha>], list, verify <id>, enable <id> [--color <blue|green>] [--yes], gc [--apply]";

/** Reads the words and options after `release`; throws where they make no sense together. */
export const parseReleaseAction = (words: readonly string[], options: ReleaseOptions): ReleaseAction => {
  const [action, word, ...rest] = words;
  const parsed = rest.length > 0 ? undefined : parseWords(action, word, options);
  const foreign = parsed === undefined ? undefined : foreignOption(parsed.action, options);
  if (parsed !== undefined && foreign === undefined) return parsed;
  const got = foreign === undefined ? words.join(" ") : `--${foreign} with ${action}`;
  throw new Error(`Got release ${JSON.stringify(got)}. Allowed: ${allowed}.`);
};

const parseWords = (
  action: string | undefined,
  word: string | undefined,
  options: ReleaseOptions,
): ReleaseAction | undefined => (word === undefined ? parseLone(action, options) : parsePair(action, word, options));

const parseLone = (action: string | undefined, { apply = false }: ReleaseOptions): ReleaseAction | undefined => {
  if (action === "list") return { action };
  return action === "gc" ? { action, apply } : undefined;
};

const parsePair = (
  action: string | undefined,
  word: string,
  { id, commit, ...options }: ReleaseOptions,
): ReleaseAction | undefined => {
  if (action === "verify") return { action, id: word };
  if (action === "enable") return parseEnable(word, options);
  if (action !== "deploy") return undefined;
  return { action, directory: word, ...(id === undefined ? {} : { id }), ...(commit === undefined ? {} : { commit }) };
};

const parseEnable = (id: string, { color: name, yes = false }: ReleaseOptions): ReleaseAction => {
  if (name === undefined) return { action: "enable", id, yes };
  const color = colors.find((known) => known === name);
  if (color !== undefined) return { action: "enable", id, color, yes };
  throw new Error(`Got --color ${JSON.stringify(name)}. Allowed: ${colors.join(", ")}.`);
};

const own: Readonly<Record<ReleaseAction["action"], readonly string[]>> = {
  deploy: ["id", "commit"],
  list: [],
  verify: [],
  enable: ["color", "yes"],
  gc: ["apply"],
};

const foreignOption = (
  action: ReleaseAction["action"],
  { id, commit, color, apply, yes }: ReleaseOptions,
): string | undefined =>
  Object.entries({ id, commit, color, apply: apply || undefined, yes: yes || undefined }).find(
    ([name, value]) => value !== undefined && !own[action].includes(name),
  )?.[0];
