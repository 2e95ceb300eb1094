import { NormalizedSchema } from "@smithy/core/schema";

/** How the SDK writes a structure down. */
type StructTuple = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: unknown,
  members: readonly string[],
  schemas: readonly unknown[],
];

/** What a derived structure has other than its original. */
export interface Derivation {
  /** @default the original's name and `xmlName` */
  readonly name?: string;
  /** @default all members */
  readonly members?: ReadonlySet<string>;
}

/** A structure like another one, under another name or with fewer members. */
export const deriveSchema = (schema: NormalizedSchema, { name, members }: Derivation): NormalizedSchema => {
  const [kind, namespace, ownName, traits, names, schemas] = schema.getSchema() as unknown as StructTuple;
  const kept = names.flatMap((member, index) => (members?.has(member) === false ? [] : [index]));
  const derived: StructTuple = [
    kind,
    namespace,
    name ?? ownName,
    name === undefined ? traits : 0,
    kept.map((index) => names[index] ?? ""),
    kept.map((index) => schemas[index]),
  ];
  return NormalizedSchema.of(derived as unknown as Parameters<typeof NormalizedSchema.of>[0]);
};
