/** A resource's inputs or state as plain data, in the provider's names. */
export type Properties = Readonly<Record<string, unknown>>;

/** What the engine passes for a value that isn't known before the update: https://github.com/pulumi/pulumi/blob/v3.255.0/sdk/go/common/resource/plugin/rpc.go */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A list of objects, empty where the property is left out. */
export const objectsIn = (properties: Properties, name: string): readonly Properties[] => {
  const value = properties[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
};

/** A nested object, empty where the property is left out. */
export const objectIn = (properties: Properties, name: string): Properties => {
  const value = properties[name];
  return isObject(value) ? value : {};
};

/** A text; numbers and flags are taken as such too, as the bridge does. Undefined where the property is left out or empty. */
export const textIn = (properties: Properties, name: string): string | undefined => {
  const value = properties[name];
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** A number, also from a text, as the bridge does. */
export const numberIn = (properties: Properties, name: string): number | undefined => {
  const value = properties[name];
  if (typeof value === "number") return value;
  return typeof value === "string" && value !== "" ? Number(value) : undefined;
};

/** A flag, also from a text, as the bridge does. */
export const flagIn = (properties: Properties, name: string): boolean | undefined => {
  const value = properties[name];
  if (typeof value === "boolean") return value;
  return value === "true" || value === "false" ? value === "true" : undefined;
};

/** A list of texts, undefined where it is left out or empty. */
export const textsIn = (properties: Properties, name: string): string[] | undefined => {
  const value = properties[name];
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
};

/** Tells an object from texts, lists and null. */
export const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);
