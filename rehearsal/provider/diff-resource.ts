import { defaultsOf, namePropertyOf } from "./auto-name";
import { diffValues, type ValueDifference } from "./diff-values";
import type { Properties } from "./properties";
import { requireResourceFacts } from "./resource-facts";

/** A difference in one leaf, and whether it makes a new resource. */
export interface InputDifference extends ValueDifference {
  readonly isReplacement: boolean;
}

/** What a change of inputs does to a resource. */
export interface ResourceDifference {
  readonly differences: readonly InputDifference[];
  /** Top-level properties that make a new resource. */
  readonly replaces: readonly string[];
  /** A name that the program fixed can't exist twice. */
  readonly deletesBeforeReplace: boolean;
}

/** Compares old and new inputs as the provider does. */
export const diffResource = (type: string, olds: Properties, news: Properties): ResourceDifference => {
  const facts = requireResourceFacts(type);
  const properties = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
    (name) => !name.startsWith("__"),
  );
  const differences = properties.flatMap((property) => {
    const isReplacement = replacesAlways(property) || (facts.inputs.get(property)?.forcesReplacement ?? false);
    return diffValues(olds[property], news[property], property).map((difference) => ({ ...difference, isReplacement }));
  });
  const replaces = [...new Set(differences.filter(({ isReplacement }) => isReplacement).map(topLevelName))];
  const nameProperty = namePropertyOf(type, facts);
  const isNameFixed =
    nameProperty !== undefined &&
    !defaultsOf(news).includes(nameProperty) &&
    news[nameProperty] !== undefined &&
    !replaces.includes(nameProperty);
  return { differences, replaces, deletesBeforeReplace: replaces.length > 0 && isNameFixed };
};

/** A resource can't move to another region. */
const replacesAlways = (property: string): boolean => property === "region";

const topLevelName = ({ path }: ValueDifference): string => /^\w+/.exec(path)?.[0] ?? path;
