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
  | { readonly action: "gc"; readonly apply: boolean };

/** The options that only `release` has, as given. */
export interface ReleaseOptions {
  readonly id?: string | undefined;
  readonly commit?: string | undefined;
  readonly apply?: boolean | undefined;
}

const allowed = "deploy <directory> [--id <id>] [--commit <sha>], list, verify <id>, gc [--apply]";

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
  { id, commit, apply = false }: ReleaseOptions,
): ReleaseAction | undefined => {
  if (action === "list" && word === undefined) return { action };
  if (action === "gc" && word === undefined) return { action, apply };
  if (action === "verify" && word !== undefined) return { action, id: word };
  if (action !== "deploy" || word === undefined) return undefined;
  return { action, directory: word, ...(id === undefined ? {} : { id }), ...(commit === undefined ? {} : { commit }) };
};

const own: Readonly<Record<ReleaseAction["action"], readonly string[]>> = {
  deploy: ["id", "commit"],
  list: [],
  verify: [],
  gc: ["apply"],
};

const foreignOption = (action: ReleaseAction["action"], { id, commit, apply }: ReleaseOptions): string | undefined =>
  Object.entries({ id, commit, apply: apply || undefined }).find(
    ([name, value]) => value !== undefined && !own[action].includes(name),
  )?.[0];
