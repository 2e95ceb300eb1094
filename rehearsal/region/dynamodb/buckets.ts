import { createHash } from "node:crypto";

/** Values by a hash of their key, so that writing one of ten thousand copies some hundred entries and not all of them. */
export type Buckets<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;

const bucketOf = (key: string): string => createHash("sha1").update(key).digest("hex").slice(0, 2);

/** The value of a key, undefined where there is none. */
export const getIn = <Value>(buckets: Buckets<Value>, key: string): Value | undefined => buckets[bucketOf(key)]?.[key];

/** The same with one value added or replaced. */
export const putIn = <Value>(buckets: Buckets<Value>, key: string, value: Value): Buckets<Value> => {
  const bucket = bucketOf(key);
  return { ...buckets, [bucket]: { ...buckets[bucket], [key]: value } };
};

/** The same without a key. */
export const removeIn = <Value>(buckets: Buckets<Value>, key: string): Buckets<Value> => {
  const bucket = bucketOf(key);
  const { [key]: _removed, ...kept } = buckets[bucket] ?? {};
  return { ...buckets, [bucket]: kept };
};

/** Every value. */
export const valuesIn = <Value>(buckets: Buckets<Value>): readonly Value[] =>
  Object.values(buckets).flatMap((bucket) => Object.values(bucket));

/** The same with only those values that the test lets through. */
export const keepIn = <Value>(buckets: Buckets<Value>, isKept: (value: Value) => boolean): Buckets<Value> =>
  Object.fromEntries(
    Object.entries(buckets).map(([name, bucket]) => [
      name,
      Object.fromEntries(Object.entries(bucket).filter(([, value]) => isKept(value))),
    ]),
  );
