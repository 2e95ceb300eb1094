import type { ReleaseFile } from "./plan-release-files";

/** An object of a listing. */
export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

/** Whether a release can be served. */
export type Completeness =
  | { readonly kind: "complete" }
  | {
      readonly kind: "incomplete";
      /** Keys that aren't there. */
      readonly missing: readonly string[];
      /** Keys whose objects have another size. */
      readonly unequal: readonly string[];
    };

/** Compares what should be in the bucket with what is; S3 has checked the content's digest when it was stored. */
export const planCompleteness = (
  files: readonly Pick<ReleaseFile, "key" | "size">[],
  objects: readonly ListedObject[],
): Completeness => {
  const sizes = new Map(objects.map(({ key, size }) => [key, size]));
  const missing = files.filter(({ key }) => !sizes.has(key)).map(({ key }) => key);
  const unequal = files.filter(({ key, size }) => sizes.has(key) && sizes.get(key) !== size).map(({ key }) => key);
  return missing.length + unequal.length === 0 ? { kind: "complete" } : { kind: "incomplete", missing, unequal };
};
