import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { revealKnown } from "./known-values";
import type { Policy, ResourceFacts, ResourcePolicy, StackPolicy, StackResource } from "./policy";
import { canonicalType } from "./resource-types";

/** Turns a policy into what the engine calls. */
export const registerPolicy = (policy: Policy): ResourceValidationPolicy | StackValidationPolicy =>
  policy.kind === "resource" ? registerResourcePolicy(policy) : registerStackPolicy(policy);

const registerResourcePolicy = (policy: ResourcePolicy): ResourceValidationPolicy => ({
  ...aboutOf(policy),
  validateResource: (args, report) => {
    if (!policy.types.includes(canonicalType(args.type))) return;
    for (const message of policy.check(factsOf(args), args.getConfig())) report(message);
  },
});

const registerStackPolicy = (policy: StackPolicy): StackValidationPolicy => ({
  ...aboutOf(policy),
  validateStack: (args, report) => {
    for (const { message, urn } of policy.check(args.resources.map(stackResourceOf), args.getConfig()))
      report(message, urn);
  },
});

const aboutOf = ({ name, description, level, schema }: Policy) => ({
  name,
  description,
  enforcementLevel: level,
  configSchema: schema,
});

const factsOf = ({ type, name, urn, props }: ResourceValidationArgs | PolicyResource): ResourceFacts => ({
  type: canonicalType(type),
  name,
  urn,
  props: revealKnown(props),
});

const stackResourceOf = (resource: PolicyResource): StackResource => ({
  ...factsOf(resource),
  references: Object.fromEntries(
    Object.entries(resource.propertyDependencies).map(([property, resources]) => [
      property,
      resources.map(({ urn }) => urn),
    ]),
  ),
});
