import type { ResourceFacts, StackResource, Values } from "../../policies/pack/policy";

/** One resource as a policy sees it. */
export const resource = (type: string, props: Values, { name = "web", stack = "staging" } = {}): ResourceFacts => ({
  type,
  name,
  urn: `urn:pulumi:${stack}::switchyard::${type}::${name}`,
  props,
});

/** One resource of a stack; `references` are other ones by property. */
export const member = (
  type: string,
  name: string,
  { props = {}, references = {} }: { props?: Values; references?: Readonly<Record<string, StackResource>> } = {},
): StackResource => ({
  ...resource(type, props, { name }),
  references: Object.fromEntries(Object.entries(references).map(([property, { urn }]) => [property, [urn]])),
});

/** The same resource with other properties. */
export const changed = <Facts extends ResourceFacts>(facts: Facts, props: Values): Facts => ({
  ...facts,
  props: { ...facts.props, ...props },
});
