import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isObject, type Properties } from "./properties";

/** What the engine sent, as plain data. */
export const fromStruct = (struct: Struct | undefined): Properties => struct?.toJavaScript() ?? {};

/** Plain data as the engine takes it; members that are undefined are left out. */
export const toStruct = (properties: Properties): Struct => Struct.fromJavaScript(plainObject(properties));

const plainObject = (properties: Properties): Record<string, JavaScriptValue> =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, plainValue(value)]),
  );

const plainValue = (value: unknown): JavaScriptValue => {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(plainValue);
  if (isObject(value)) return plainObject(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw new TypeError(`A property can't hold a ${typeof value}: use texts, numbers, flags, lists and objects.`);
};
