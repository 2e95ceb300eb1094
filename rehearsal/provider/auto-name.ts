import { createHash } from "node:crypto";
import type { Properties } from "./properties";
import type { ResourceFacts } from "./resource-facts";

/** Which property of a type is named after the resource, and how. Source: the bridge's overrides, `name` up to 255 elsewhere. */
interface NamingRule {
  readonly property: string;
  readonly maxLength: number;
  readonly isLowerCase?: boolean;
}

const rules: Readonly<Record<string, Partial<NamingRule>>> = {
  "aws:cloudwatch/eventRule:EventRule": { maxLength: 64 },
  "aws:cloudwatch/eventTarget:EventTarget": { property: "targetId", maxLength: 64 },
  "aws:iam/role:Role": { maxLength: 64 },
  "aws:lambda/function:Function": { maxLength: 64 },
  "aws:lambda/permission:Permission": { property: "statementId", maxLength: 100 },
  "aws:lb/targetGroup:TargetGroup": { maxLength: 32 },
  "aws:s3/bucket:Bucket": { property: "bucket", maxLength: 63, isLowerCase: true },
  "aws:sqs/queue:Queue": { maxLength: 80 },
};

/** Seven hexadecimal digits, as Pulumi's. */
const randomDigits = 7;

/** What a name is made from. */
export interface NamingInput {
  readonly type: string;
  readonly facts: ResourceFacts;
  /** The resource's name in the program. */
  readonly logicalName: string;
  readonly news: Properties;
  readonly olds: Properties;
  readonly randomSeed: Uint8Array;
}

/** The property to fill in and its value, why there can't be one, or that the program sets it (or the type has none). */
export type AutoName =
  | { readonly kind: "name"; readonly property: string; readonly name: string; readonly isDefault: boolean }
  | { readonly kind: "refused"; readonly property: string; readonly reason: string }
  | { readonly kind: "none" };

/** Which property holds the physical name of a type, undefined where it has none that could be made up. */
export const namePropertyOf = (type: string, facts: ResourceFacts): string | undefined => {
  const { property } = ruleOf(type);
  const fact = facts.inputs.get(property);
  return fact === undefined || fact.isRequired ? undefined : property;
};

/** Names a resource `<logical name>-<7 random digits>` where the program doesn't; a name once given stays. */
export const autoName = (input: NamingInput): AutoName => {
  const { type, facts, news, olds } = input;
  const rule = ruleOf(type);
  const { property } = rule;
  if (namePropertyOf(type, facts) === undefined || news[property] !== undefined) return { kind: "none" };
  if (news[`${property}Prefix`] !== undefined) return prefixedName(input, property);
  const kept = olds[property];
  if (typeof kept === "string" && defaultsOf(olds).includes(property)) {
    return { kind: "name", property, name: kept, isDefault: true };
  }
  return newName(input, rule);
};

/** The properties that the provider filled in at an earlier check. */
export const defaultsOf = (inputs: Properties): readonly string[] => {
  const value = inputs["__defaults"];
  return Array.isArray(value) ? value.map(String) : [];
};

const ruleOf = (type: string): NamingRule => ({ property: "name", maxLength: 255, ...rules[type] });

const newName = (input: NamingInput, { property, maxLength, isLowerCase = false }: NamingRule): AutoName => {
  const suffix = input.type === "aws:sqs/queue:Queue" && input.news["fifoQueue"] === true ? ".fifo" : "";
  const start = input.type === "aws:kms/alias:Alias" ? "alias/" : "";
  const stem = `${start}${isLowerCase ? input.logicalName.toLowerCase() : input.logicalName}-`;
  if (stem.length + randomDigits + suffix.length > maxLength) {
    return {
      kind: "refused",
      property,
      reason: `name '${stem}' plus ${randomDigits} random chars is longer than maximum length ${maxLength}`,
    };
  }
  return { kind: "name", property, name: `${stem}${digits(input, randomDigits)}${suffix}`, isDefault: true };
};

/** The provider's own names: the prefix and 26 characters. */
const prefixedName = (input: NamingInput, property: string): AutoName => {
  const { news, olds } = input;
  const prefix = String(news[`${property}Prefix`]);
  const kept = olds[property];
  const isKept = typeof kept === "string" && olds[`${property}Prefix`] === prefix;
  return { kind: "name", property, name: isKept ? kept : `${prefix}${digits(input, 26)}`, isDefault: true };
};

/** Random as the engine's seed is; from the logical name where an old engine sends none. */
const digits = ({ randomSeed, logicalName }: NamingInput, count: number): string =>
  createHash("sha256").update(randomSeed).update(logicalName).digest("hex").slice(0, count);
