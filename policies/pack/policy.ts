import type { PolicyConfigSchema } from "@pulumi/policy";

/** Properties of a resource; what isn't known before the update is `unknownValue`. */
export type Values = Readonly<Record<string, unknown>>;

/** One resource as a policy sees it. */
export interface ResourceFacts {
  /** Without the aliases that the provider keeps, see `canonicalType`. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Values;
}

/** One resource among all of its stack. */
export interface StackResource extends ResourceFacts {
  /** URNs of the resources whose outputs a property is made of: known even where the value isn't. */
  readonly references: Readonly<Record<string, readonly string[]>>;
}

/** What is wrong with one resource of a stack. */
export interface Violation {
  readonly urn: string;
  readonly message: string;
}

/** Mandatory where breaking it causes an outage or a leak, advisory elsewhere. */
export type Level = "mandatory" | "advisory";

/** What a policy pack's config may change. */
type Defaults = Readonly<Record<string, number | string | readonly string[]>>;

interface About {
  /** In kebab-case, as `--policy-pack-config` names it. */
  readonly name: string;
  readonly description: string;
  readonly level: Level;
}

/** Looks at the inputs of one resource before it is created or updated. */
export interface ResourcePolicy extends About {
  readonly kind: "resource";
  readonly types: readonly string[];
  readonly schema: PolicyConfigSchema;
  /** Returns what is wrong, one sentence each. @param config - other values than the defaults */
  check(resource: ResourceFacts, config?: Values): readonly string[];
}

/** Looks at all resources together, after the last one. */
export interface StackPolicy extends About {
  readonly kind: "stack";
  readonly schema: PolicyConfigSchema;
  /** Returns what is wrong. @param config - other values than the defaults */
  check(resources: readonly StackResource[], config?: Values): readonly Violation[];
}

/** Either kind. */
export type Policy = ResourcePolicy | StackPolicy;

/** Makes a policy for resources of some types. */
export const resourcePolicy = <Config extends Defaults>({
  defaults,
  check,
  ...about
}: About & {
  readonly types: readonly string[];
  readonly defaults: Config;
  readonly check: (resource: ResourceFacts, config: Config) => readonly string[];
}): ResourcePolicy => ({
  ...about,
  kind: "resource",
  schema: schemaOf(defaults),
  check: (resource, config = {}) => check(resource, { ...defaults, ...config }),
});

/** Makes a policy for a stack as a whole. */
export const stackPolicy = <Config extends Defaults>({
  defaults,
  check,
  ...about
}: About & {
  readonly defaults: Config;
  readonly check: (resources: readonly StackResource[], config: Config) => readonly Violation[];
}): StackPolicy => ({
  ...about,
  kind: "stack",
  schema: schemaOf(defaults),
  check: (resources, config = {}) => check(resources, { ...defaults, ...config }),
});

/** The engine refuses config of another type, and fills in the defaults for `pulumi policy ls`. */
const schemaOf = (defaults: Defaults): PolicyConfigSchema => ({
  properties: Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, propertyOf(value)])),
});

const propertyOf = (value: Defaults[string]): PolicyConfigSchema["properties"][string] => {
  if (typeof value === "number") return { type: "number", minimum: 0, default: value };
  if (typeof value === "string") return { type: "string", default: value };
  return { type: "array", items: { type: "string" }, default: [...value] };
};
