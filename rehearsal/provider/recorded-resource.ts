import { createHash } from "node:crypto";
import { namePropertyOf } from "./auto-name";
import type { LiveResource } from "./live-type";
import { type Properties, textIn } from "./properties";
import { type RecordedIdentity, type RecordedOutput, recordedIdentities } from "./recorded-identities";
import { requireResourceFacts } from "./resource-facts";

/** A resource that is only recorded. */
export interface RecordedInput {
  readonly type: string;
  readonly urn: string;
  readonly inputs: Properties;
  readonly region: string;
  readonly accountId: string;
}

/** Makes up id and outputs in AWS's format; the same inputs of the same resource always lead to the same. */
export const recordResource = (input: RecordedInput): LiveResource => {
  const { id: idFormat, arn: arnFormat, outputs = {} } = identityOf(input.type);
  const words = wordsOf(input);
  const id = fill(idFormat, words, "id");
  const arn = arnFormat === undefined ? undefined : fill(arnFormat, { ...words, id }, "arn");
  const complete = { ...words, id, ...(arn !== undefined && { arn }) };
  const filled = Object.entries(outputs).map(([name, format]) => [name, fillOutput(format, complete, name)]);
  return { id, outputs: { ...(arn !== undefined && { arn }), ...Object.fromEntries(filled) } };
};

/** Outputs that exist only once a recorded type does: unknown in previews. */
export const recordedOutputs = (type: string): readonly string[] => {
  const { arn, outputs = {} } = identityOf(type);
  return [...(arn === undefined ? [] : ["arn"]), ...Object.keys(outputs)];
};

/** What nobody wrote down is identified by its name, or by a number where it has none. */
const identityOf = (type: string): RecordedIdentity => {
  const listed = recordedIdentities[type];
  if (listed !== undefined) return listed;
  const facts = requireResourceFacts(type);
  const [, module = "", className = ""] = type.split(":");
  const [service = ""] = module.split("/");
  const id = namePropertyOf(type, facts) === undefined ? `${className.toLowerCase()}-{hex17}` : "{name}";
  if (!facts.outputs.includes("arn")) return { id };
  return { id, arn: `arn:aws:${service}:{region}:{account}:${className.toLowerCase()}/{id}` };
};

type Words = Readonly<Record<string, string>>;

/** `date` is the same for all: nothing may depend on when a rehearsal took place. */
const wordsOf = ({ type, urn, inputs, region, accountId }: RecordedInput): Words => {
  const texts = Object.keys(inputs).map((name) => [name, textIn(inputs, name) ?? ""]);
  const nameProperty = namePropertyOf(type, requireResourceFacts(type)) ?? "name";
  return {
    ...Object.fromEntries(texts),
    name: textIn(inputs, nameProperty) ?? "",
    region: textIn(inputs, "region") ?? region,
    account: accountId,
    date: "2026-01-01T00:00:00Z",
    seed: `${urn}\n${JSON.stringify(inputs)}`,
  };
};

const fillOutput = (format: RecordedOutput, words: Words, salt: string): unknown => {
  if (typeof format === "string") return fill(format, words, salt);
  if (typeof format === "boolean") return format;
  return format.map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, text]) => [name, fill(text, words, name)])),
  );
};

const fill = (format: string, words: Words, salt: string): string =>
  format.replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? digitsOf(word, `${words["seed"]}\n${salt}`));

const digitsOf = (word: string, seed: string): string => {
  const hash = createHash("sha256").update(seed).digest("hex");
  const [, kind, count] = /^(hex|HEX)(\d+)$/.exec(word) ?? [];
  if (kind === "hex") return hash.slice(0, Number(count));
  if (kind === "HEX") return hash.slice(0, Number(count)).toUpperCase();
  if (word === "byte") return String(Number.parseInt(hash.slice(0, 2), 16));
  if (word !== "uuid") return "";
  return hash.slice(0, 32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
};
