import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The inputs that the SDK's types declare, by name; empty where the SDK doesn't have the type. */
export type SdkArguments = ReadonlyMap<string, { readonly isRequired: boolean }>;

/** Reads the inputs of a resource type from the SDK's own declarations, once. */
export const readSdkArguments = (type: string): SdkArguments => {
  const known = cache.get(type);
  if (known !== undefined) return known;
  const read = parseSdkArguments(type);
  cache.set(type, read);
  return read;
};

const cache = new Map<string, SdkArguments>();

const parseSdkArguments = (type: string): SdkArguments => {
  const [, modulePath = "", className = ""] = type.split(":");
  const file = join(dirname(require.resolve("@pulumi/aws/package.json")), `${modulePath}.d.ts`);
  if (!existsSync(file)) return new Map();
  const [, body = ""] = readFileSync(file, "utf8").split(`export interface ${className}Args {`);
  const [members = ""] = body.split("\n}");
  // Members are indented by four spaces, what is nested in them by eight.
  const matches = members.matchAll(/^ {4}(\w+)(\??):/gm);
  return new Map(Array.from(matches, ([, name = "", mark]) => [name, { isRequired: mark === "" }]));
};
