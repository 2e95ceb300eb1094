import { textsAt } from "./known-values";
import type { StackResource } from "./policy";

/** What other resources know one by. */
const identities = ["arn", "id", "name", "url"] as const;

/** The resources of a type. */
export const resourcesOf = (resources: readonly StackResource[], type: string): readonly StackResource[] =>
  resources.filter((resource) => resource.type === type);

/** Whether a property is made of another resource's outputs, or holds its name as a text. */
export const refersTo = (from: StackResource, property: string, to: StackResource): boolean =>
  (from.references[property] ?? []).includes(to.urn) ||
  textsAt(from.props, property).some((text) => identitiesOf(to).includes(text));

const identitiesOf = ({ props }: StackResource): readonly string[] => identities.flatMap((key) => textsAt(props, key));

/** Whether two resources name the same thing in a property; not where either isn't known and neither refers to it. */
export const referAlike = (one: StackResource, other: StackResource, property: string): boolean =>
  keyOf(one, property) === keyOf(other, property);

const keyOf = ({ props, references }: StackResource, property: string): string =>
  textsAt(props, property)[0] ?? [...(references[property] ?? [])].sort().join();
