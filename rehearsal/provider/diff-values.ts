import { isDeepStrictEqual } from "node:util";
import { isObject, unknownValue } from "./properties";

/** One difference between two values: `path` as Pulumi writes it, for example `actions[0].forward.targetGroups[1].weight`. */
export interface ValueDifference {
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
}

/** All leaves at which two values differ in meaning; lists, objects and texts that mean the same don't. */
export const diffValues = (before: unknown, after: unknown, path: string): ValueDifference[] => {
  if (isSame(before, after)) return [];
  if (isEmpty(before)) return [{ path, kind: "add" }];
  if (isEmpty(after)) return [{ path, kind: "delete" }];
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path);
  if (isNested(before) && isNested(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((key) => !key.startsWith("__"))
      .flatMap((key) => diffValues(before[key], after[key], memberPath(path, key)));
  }
  return [{ path, kind: "update" }];
};

const diffLists = (before: readonly unknown[], after: readonly unknown[], path: string): ValueDifference[] =>
  Array.from({ length: Math.max(before.length, after.length) }).flatMap((_, index) =>
    diffValues(before[index], after[index], `${path}[${index}]`),
  );

/** Pulumi quotes what isn't a plain name: https://www.pulumi.com/docs/iac/concepts/miscellaneous/property-paths/ */
const memberPath = (path: string, key: string): string =>
  /^\w+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;

/** A signature that marks assets and archives: https://github.com/pulumi/pulumi/blob/v3.255.0/sdk/go/common/resource/sig/sig.go */
export const signatureKey = "4dabf18193072939515e22adb298388d";

const isNested = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && !(signatureKey in value);

const isSame = (before: unknown, after: unknown): boolean => {
  if (before === unknownValue || after === unknownValue) return false;
  if (isEmpty(before) && isEmpty(after)) return true;
  if (isArchive(before) && isArchive(after)) return before["hash"] === after["hash"];
  if (isScalar(before) && isScalar(after)) return String(before) === String(after) || isSameJson(before, after);
  return isDeepStrictEqual(before, after);
};

/** Left out, null and an empty list or object are the same to the provider. */
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).every((key) => key.startsWith("__")));

const isArchive = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && signatureKey in value;

const isScalar = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

/** Policies and container definitions are texts in JSON, whose layout means nothing. */
const isSameJson = (before: unknown, after: unknown): boolean => {
  const [left, right] = [parseJson(before), parseJson(after)];
  return left !== undefined && isDeepStrictEqual(left, right);
};

const parseJson = (text: unknown): unknown => {
  if (typeof text !== "string" || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
