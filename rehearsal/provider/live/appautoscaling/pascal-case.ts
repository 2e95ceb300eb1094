import { isObject } from "../../properties";

/** The same value with the API's member names, which begin with a capital letter. */
export const pascalCase = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(pascalCase);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, member]) => [capitalized(key), pascalCase(member)]);
  return Object.fromEntries(entries);
};

const capitalized = (key: string): string => `${key[0]?.toUpperCase()}${key.slice(1)}`;
