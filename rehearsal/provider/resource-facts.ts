import factLines from "./provider-facts.json";
import { readSdkArguments } from "./sdk-arguments";

/** What is known of one input property. */
export interface InputFact {
  readonly type: "string" | "integer" | "number" | "boolean" | "map" | "object" | "string[]" | "object[]";
  readonly isRequired: boolean;
  /** A change of it makes a new resource. */
  readonly forcesReplacement: boolean;
}

/** What is known of one resource type. */
export interface ResourceFacts {
  readonly inputs: ReadonlyMap<string, InputFact>;
  /** Properties that only AWS sets. */
  readonly outputs: readonly string[];
}

/** The facts of a type by its token, for example `aws:lb/listenerRule:ListenerRule`; undefined where the rehearsal doesn't know it. */
export const resourceFactsOf = (type: string): ResourceFacts | undefined => {
  const known = parsed.get(type);
  if (known !== undefined) return known;
  const line = table[type];
  if (line === undefined) return undefined;
  const facts = { inputs: parseInputs(line.inputs), outputs: list(line.outputs) };
  parsed.set(type, facts);
  return facts;
};

/** The facts of a type; throws where the rehearsal doesn't know it. */
export const requireResourceFacts = (type: string): ResourceFacts => {
  const facts = resourceFactsOf(type);
  if (facts !== undefined) return facts;
  throw new Error(
    `The rehearsal does not know the resource type ${type}: use one of the ${Object.keys(table).length} types in ` +
      "rehearsal/provider/provider-facts.json, or add it there.",
  );
};

/** All types that the rehearsal knows. */
export const knownTypes = (): readonly string[] => Object.keys(table);

/** Whether a program may set the property: the facts or the SDK's newer types declare it. */
export const acceptsInput = (type: string, facts: ResourceFacts, property: string): boolean =>
  facts.inputs.has(property) || readSdkArguments(type).has(property);

/** What a program must set; where the facts and the SDK's newer types disagree, the types win. */
export const requiredInputs = (type: string, facts: ResourceFacts): readonly string[] => {
  const sdk = readSdkArguments(type);
  const names = new Set([...facts.inputs.keys(), ...sdk.keys()]);
  return [...names].filter((name) => sdk.get(name)?.isRequired ?? facts.inputs.get(name)?.isRequired ?? false);
};

interface FactLine {
  readonly inputs: string;
  readonly outputs: string;
}

const table: Readonly<Record<string, FactLine>> = factLines;

const parsed = new Map<string, ResourceFacts>();

const list = (text: string): string[] => text.split(", ").filter((item) => item !== "");

const parseInputs = (text: string): Map<string, InputFact> =>
  new Map(
    list(text).map((item) => {
      const [name = "", description = ""] = item.split(": ");
      const [type, ...flags] = description.split(" ");
      return [
        name,
        {
          type: type as InputFact["type"],
          isRequired: flags.includes("required"),
          forcesReplacement: flags.includes("replace"),
        },
      ];
    }),
  );
