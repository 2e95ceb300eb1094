import { autoName, type NamingInput } from "./auto-name";
import { signatureKey } from "./diff-values";
import { type CheckProblem, nameProblems } from "./name-rules";
import { isObject, type Properties, unknownValue } from "./properties";
import {
  acceptsInput,
  type InputFact,
  type ResourceFacts,
  requiredInputs,
  requireResourceFacts,
} from "./resource-facts";

/** What the engine passes to a check, and the provider's own settings. */
export interface CheckInput extends Omit<NamingInput, "facts"> {
  /** For resources that name no region. */
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** Complete inputs, and everything that is wrong with them. */
export interface CheckResult {
  readonly inputs: Properties;
  readonly problems: readonly CheckProblem[];
}

/** Completes a resource's inputs (name, region, tags) and finds every problem that the real provider finds before a call. */
export const checkResource = (input: CheckInput): CheckResult => {
  const facts = requireResourceFacts(input.type);
  const given = withPoliciesAsText(facts, withoutEmpty(input.news));
  const naming = autoName({ ...input, facts, news: given });
  const named = naming.kind === "name" ? { ...given, [naming.property]: naming.name } : given;
  const inputs: Properties = {
    ...named,
    ...(facts.inputs.has("region") && { region: given["region"] ?? input.region }),
    ...tagsAllOf(facts, given, input.defaultTags),
    __defaults: naming.kind === "name" && naming.isDefault ? [naming.property] : [],
  };
  const refused = naming.kind === "refused" ? [naming] : [];
  return {
    inputs,
    problems: [
      ...refused.map(({ property, reason }) => ({ property, reason })),
      ...missingProblems(input.type, facts, given),
      ...inputProblems(input.type, facts, given),
      ...nameProblems(input.type, inputs),
    ],
  };
};

/** The engine passes null for a property that the program sets to undefined. */
const withoutEmpty = (news: Properties): Properties =>
  Object.fromEntries(Object.entries(news).filter(([name, value]) => value !== null && !name.startsWith("__")));

/** Programs may write policies as objects, which the bridge turns into JSON; one that isn't known in full isn't known. */
const withPoliciesAsText = (facts: ResourceFacts, given: Properties): Properties =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const isPolicy = /policy$/i.test(name) && facts.inputs.get(name)?.type === "string" && isObject(value);
      if (!isPolicy) return [name, value];
      const text = JSON.stringify(value);
      return [name, text.includes(unknownValue) ? unknownValue : text];
    }),
  );

/** Default tags end in `tagsAll`, never in `tags`. */
const tagsAllOf = (facts: ResourceFacts, { tags }: Properties, defaults: Properties): Properties => {
  if (!facts.inputs.has("tagsAll")) return {};
  if (tags === unknownValue) return { tagsAll: unknownValue };
  const all = { ...defaults, ...(isObject(tags) && tags) };
  return Object.keys(all).length === 0 ? {} : { tagsAll: all };
};

const missingProblems = (type: string, facts: ResourceFacts, given: Properties): CheckProblem[] =>
  requiredInputs(type, facts)
    .filter((name) => given[name] === undefined)
    .map((property) => ({ property, reason: `Missing required argument: the argument "${property}" is required.` }));

const inputProblems = (type: string, facts: ResourceFacts, given: Properties): CheckProblem[] =>
  Object.entries(given).flatMap(([property, value]) => {
    if (!acceptsInput(type, facts, property)) {
      return [{ property, reason: `Invalid or unknown key: ${type} has no input "${property}".` }];
    }
    const fact = facts.inputs.get(property);
    if (fact === undefined || fits(fact.type, value)) return [];
    return [{ property, reason: `expected ${expectations[fact.type]}, got ${describe(value)}.` }];
  });

/** Texts, numbers and flags are converted by the bridge; the rest must have the right shape. */
const fits = (type: InputFact["type"], value: unknown): boolean => value === unknownValue || shapes[type](value);

const isNumeric = (value: unknown): boolean => value !== "" && Number.isFinite(Number(value));

const shapes: Readonly<Record<InputFact["type"], (value: unknown) => boolean>> = {
  boolean: (value) => [true, false, "true", "false"].some((allowed) => allowed === value),
  integer: isNumeric,
  map: isObject,
  number: isNumeric,
  object: isObject,
  string: (value) => !Array.isArray(value) && (!isObject(value) || isSpecial(value)),
  "object[]": Array.isArray,
  "string[]": Array.isArray,
};

/** Assets, archives and the like travel as objects with a signature. */
const isSpecial = (value: Properties): boolean => signatureKey in value;

const expectations: Readonly<Record<InputFact["type"], string>> = {
  boolean: "true or false",
  integer: "a number",
  map: "a map",
  number: "a number",
  object: "an object",
  string: "a text",
  "object[]": "a list",
  "string[]": "a list",
};

const describe = (value: unknown): string => {
  if (Array.isArray(value)) return "a list";
  return isObject(value) ? "an object" : JSON.stringify(value);
};
