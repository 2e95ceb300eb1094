import type { NormalizedSchema } from "@smithy/core/schema";
import { type FormNode, numberedChildren } from "./form-tree";
import { readText } from "./read-text";

/** Where the two query protocols differ in the names of fields. */
export interface FormNames {
  /** The field of a structure's member. */
  readonly member: (memberName: string, schema: NormalizedSchema) => string;
  /** Whether a list's items follow its own name directly, without `member`. */
  readonly isFlat: (list: NormalizedSchema) => boolean;
}

/** Reads a structure from a form, guided by its schema: members that the form lacks are left out. */
export const readForm = (schema: NormalizedSchema, node: FormNode, names: FormNames): object => {
  const output: Record<string, unknown> = {};
  for (const [memberName, member] of schema.structIterator()) {
    const child = node.children.get(names.member(memberName, member));
    if (child !== undefined) output[memberName] = readValue(member, child, names);
  }
  return output;
};

const readValue = (schema: NormalizedSchema, node: FormNode, names: FormNames): unknown => {
  if (schema.isStructSchema()) return readForm(schema, node, names);
  if (schema.isListSchema()) return readList(schema, node, names);
  if (schema.isMapSchema()) return readMap(schema, node, names);
  return readText(schema, node.value ?? "");
};

/** An empty list is sent as its bare name without a value, so a node without numbered children is one. */
const readList = (schema: NormalizedSchema, node: FormNode, names: FormNames): unknown[] => {
  const item = schema.getValueSchema();
  const parent = names.isFlat(schema) ? node : node.children.get(item.getMergedTraits().xmlName ?? "member");
  return parent === undefined ? [] : numberedChildren(parent).map((child) => readValue(item, child, names));
};

const readMap = (schema: NormalizedSchema, node: FormNode, names: FormNames): object => {
  const [keySchema, valueSchema] = [schema.getKeySchema(), schema.getValueSchema()];
  const parent = names.isFlat(schema) ? node : node.children.get("entry");
  const entries = parent === undefined ? [] : numberedChildren(parent);
  return Object.fromEntries(
    entries.map(({ children }) => {
      const key = children.get(keySchema.getMergedTraits().xmlName ?? "key");
      const value = children.get(valueSchema.getMergedTraits().xmlName ?? "value");
      return [key?.value ?? "", readValue(valueSchema, value ?? { children: new Map() }, names)];
    }),
  );
};
