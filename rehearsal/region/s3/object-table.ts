import type { ObjectRecord, ObjectTable } from "./state";

/** Enough that 10,000 objects make tables of about 40 keys. */
const tables = 256;

/** A table without objects. */
export const emptyObjectTable: ObjectTable = Array.from({ length: tables }, () => ({}));

/** The object with this key. */
export const findObject = (table: ObjectTable, key: string): ObjectRecord | undefined => {
  const part = table[placeOf(key)] ?? {};
  return Object.hasOwn(part, key) ? part[key] : undefined;
};

/** The table with this object added or replaced. */
export const withObject = (table: ObjectTable, object: ObjectRecord): ObjectTable =>
  table.with(placeOf(object.key), { ...table[placeOf(object.key)], [object.key]: object });

/** The table without the object of this key. */
export const withoutObject = (table: ObjectTable, key: string): ObjectTable => {
  const { [key]: _removed, ...others } = table[placeOf(key)] ?? {};
  return table.with(placeOf(key), others);
};

/** All objects in the order of S3's listings, by the bytes of their keys: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html. */
export const sortedObjects = (table: ObjectTable): readonly ObjectRecord[] =>
  table
    .flatMap((part) => Object.values(part))
    .map((object) => ({ object, bytes: Buffer.from(object.key) }))
    .sort((one, other) => Buffer.compare(one.bytes, other.bytes))
    .map(({ object }) => object);

const placeOf = (key: string): number => {
  let hash = 0;
  for (let index = 0; index < key.length; index += 1) hash = (hash * 31 + key.charCodeAt(index)) % 65_521;
  return hash % tables;
};
