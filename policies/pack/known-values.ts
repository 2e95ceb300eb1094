import type { Values } from "./policy";

/** Stands for a value that a preview can't know; it neither breaks a rule nor keeps one. */
export const unknownValue: unique symbol = Symbol("known after the update");

/** Copies properties as a policy is given them, where reading a value that isn't known yet throws. */
export const revealKnown = (properties: object): Values =>
  Object.fromEntries(Object.keys(properties).map((key) => [key, readKnown(properties, key)]));

/** How the policy SDK refuses to read what isn't known; it doesn't export the class of that error. */
const unknownMessage = "can't be known during preview";

const readKnown = (values: object, key: string | number): unknown => {
  try {
    return revealValue(Reflect.get(values, key));
  } catch (error) {
    if (error instanceof Error && error.message.endsWith(unknownMessage)) return unknownValue;
    throw error;
  }
};

const revealValue = (value: unknown): unknown => {
  // `map` would read each element itself.
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => readKnown(value, index));
  return isRecord(value) ? revealKnown(value) : value;
};

/** The value behind a path; undefined where there is none, unknown where it or what holds it isn't known. */
export const valueAt = (values: unknown, ...path: readonly string[]): unknown => path.reduce(stepInto, values);

const stepInto = (value: unknown, key: string): unknown => {
  if (value === unknownValue) return unknownValue;
  return isRecord(value) ? value[key] : undefined;
};

/** The objects of the list behind a path, without those that aren't known. */
export const recordsAt = (values: unknown, ...path: readonly string[]): readonly Values[] => {
  const list = valueAt(values, ...path);
  return Array.isArray(list) ? list.filter(isRecord) : [];
};

/** The texts of the list behind a path, without those that aren't known; one text alone is a list of one. */
export const textsAt = (values: unknown, ...path: readonly string[]): readonly string[] => {
  const value = valueAt(values, ...path);
  return [value].flat().filter((item) => typeof item === "string");
};

/** The text behind a path, undefined where there is none or it isn't known. */
export const textAt = (values: unknown, ...path: readonly string[]): string | undefined => {
  const value = valueAt(values, ...path);
  return typeof value === "string" ? value : undefined;
};

/** A number as the provider takes them, NaN where it isn't known. */
export const numberOf = (value: unknown): number => (value === unknownValue ? Number.NaN : Number(value));

/** Whether a flag is set, in either way that the provider takes; what isn't known may be. */
export const mayBeTrue = (value: unknown): boolean => value === unknownValue || value === true || value === "true";

/** Whether a flag is set, as far as is known. */
export const isTrue = (value: unknown): boolean => value === true || value === "true";

/** Reads JSON that a property holds as a text, or as the object that the provider would turn into one. */
export const parseJson = (value: unknown): unknown => {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
};

/** An object with keys. */
export const isRecord = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);
