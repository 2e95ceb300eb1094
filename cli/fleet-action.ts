/** What `fleet` is asked to do. */
export type FleetAction =
  | { readonly action: "roll"; readonly batch: number; readonly yes: boolean }
  | { readonly action: "types"; readonly yes: boolean };

/** The options that `fleet` has, as given. */
export interface FleetOptions {
  readonly batch?: string | undefined;
  readonly yes: boolean;
}

const allowed = "roll [--batch <n>] [--yes], types [--yes]";
const defaultBatch = 2;

/** Reads the words and options after `fleet`; throws where they make no sense together. */
export const parseFleetAction = (words: readonly string[], { batch, yes }: FleetOptions): FleetAction => {
  const [action] = words;
  if (words.length === 1 && action === "roll") return { action, batch: parseBatch(batch), yes };
  if (words.length === 1 && action === "types" && batch === undefined) return { action, yes };
  const got = action === "types" && batch !== undefined ? "types --batch" : words.join(" ");
  throw new Error(`Got fleet ${JSON.stringify(got)}. Allowed: ${allowed}.`);
};

const parseBatch = (batch: string | undefined): number => {
  if (batch === undefined) return defaultBatch;
  if (/^[1-9]\d?$/.test(batch)) return Number(batch);
  throw new Error(`Got --batch ${JSON.stringify(batch)}. Allowed: how many instances are replaced at once, 1 to 99.`);
};
