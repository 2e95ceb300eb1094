import { isObject, type Properties } from "./properties";

/** What the stack's `aws:*` configuration says, as far as the rehearsal follows it. */
export interface ProviderSettings {
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** Reads the provider's configuration; nested values arrive as JSON. Endpoints and credentials mean nothing here. */
export const parseProviderSettings = (args: Properties): ProviderSettings => {
  const { region } = args;
  if (typeof region !== "string" || region === "") {
    throw new Error("Missing region configuration: set it with `pulumi config set aws:region <region>`.");
  }
  const defaultTags = parsed(args["defaultTags"]);
  const tags = isObject(defaultTags) && isObject(defaultTags["tags"]) ? defaultTags["tags"] : {};
  return { region, defaultTags: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)])) };
};

const parsed = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value);
