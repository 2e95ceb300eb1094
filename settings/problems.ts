/** What is wrong with a stack's config: one line a key, in the order in which they were met. */
export class Problems {
  private readonly lines = new Map<string, string>();

  /** Notes what is wrong with a key; what was met first is what the key needs most. */
  public add(key: string, got: string, allowed: string): void {
    if (!this.lines.has(key)) this.lines.set(key, `${key}: got ${got}, allowed: ${allowed}`);
  }

  /** Whether the key, or anything inside it, was wrong: then it can't be compared with others. */
  public has(key: string): boolean {
    return [...this.lines.keys()].some((known) => known === key || known.startsWith(`${key}.`));
  }

  /** Everything that is wrong as one text; `undefined` if nothing is. */
  public get summary(): string | undefined {
    if (this.lines.size === 0) return undefined;
    const count = this.lines.size === 1 ? "1 problem" : `${this.lines.size} problems`;
    return [
      `${count} in the stack's config, so nothing was touched:`,
      ...[...this.lines.values()].map((line) => `  ${line}`),
      "Edit the stack's Pulumi.<stack>.yaml, or use `pulumi config set --path <key> <value>`; Pulumi.yaml describes every key.",
    ].join("\n");
  }
}

/** Texts longer than this are cut in messages. */
const longestShownText = 80;

/** A config value as a message shows it. */
export const shown = (raw: unknown): string => {
  if (isMissing(raw)) return "nothing";
  if (Array.isArray(raw)) return "a list";
  if (typeof raw === "object") return "an object";
  const text = JSON.stringify(raw);
  return text.length > longestShownText ? `${text.slice(0, longestShownText)}...` : text;
};

/** An empty text counts as missing: it is how Pulumi.yaml says that an optional key has no default. */
export const isMissing = (raw: unknown): raw is undefined | null | "" =>
  raw === undefined || raw === null || raw === "";
