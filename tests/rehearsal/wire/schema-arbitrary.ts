import type { NormalizedSchema } from "@smithy/core/schema";
import fc from "fast-check";

/** What a format can't tell from nothing, so that no value of this kind may be expected back. */
export interface Limits {
  readonly emptyLists: boolean;
  readonly emptyStructures: boolean;
}

/** Deeper structures are left empty: some of AWS's contain themselves. */
const maximumDepth = 12;

/** Any value that the schema describes. */
export const arbitraryOf = (schema: NormalizedSchema, limits: Limits, depth = 0): fc.Arbitrary<unknown> => {
  const next = (member: NormalizedSchema) => arbitraryOf(member, limits, depth + 1);
  if (schema.isStructSchema()) return structureOf(schema, limits, depth);
  if (schema.isListSchema()) {
    return fc.array(next(schema.getValueSchema()), { minLength: limits.emptyLists ? 0 : 1, maxLength: 3 });
  }
  if (schema.isMapSchema()) return fc.dictionary(text, next(schema.getValueSchema()), { minKeys: 1, maxKeys: 3 });
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isNumericSchema()) return fc.oneof(fc.integer(), fc.constantFrom(0, 0.5, -1.25, 2 ** 40));
  if (schema.isTimestampSchema())
    return fc.date({ min: new Date(0), max: new Date("2099-12-31T23:59:59Z"), noInvalidDate: true });
  if (schema.isBlobSchema()) return fc.uint8Array({ maxLength: 8 });
  return text;
};

/** XML holds no control characters, and the SDK's parser takes whitespace with a line end in it for indentation. */
const text = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.constantFrom("", " ", "a&b=<c>;d\"'", "100%+1", "ünï.1.member"),
  )
  .filter((value) => !/\p{Cc}/u.test(value));

/** Tokens are never left out, as the SDK would add random ones. */
const structureOf = (schema: NormalizedSchema, limits: Limits, depth: number): fc.Arbitrary<object> => {
  const members = [...schema.structIterator()].filter(([, member]) => depth < maximumDepth || isSimple(member));
  const record = Object.fromEntries(members.map(([name, member]) => [name, arbitraryOf(member, limits, depth + 1)]));
  const tokens = members.filter(([, member]) => member.isIdempotencyToken()).map(([name]) => name);
  const any = fc.record(record, { requiredKeys: tokens, noNullPrototype: true });
  return limits.emptyStructures || members.length === 0 ? any : any.filter((value) => Object.keys(value).length > 0);
};

const isSimple = (schema: NormalizedSchema): boolean =>
  !schema.isStructSchema() && !schema.isListSchema() && !schema.isMapSchema();
