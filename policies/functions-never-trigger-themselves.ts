import { allows, grantsOf } from "./pack/grants";
import { type StackResource, stackPolicy, type Violation } from "./pack/policy";
import { resourcesOf } from "./pack/references";
import { types } from "./pack/resource-types";
import { triggersOf } from "./pack/triggers";

/** A loop runs until somebody sees the bill: Lambda stops only some of them by itself. */
export const functionsNeverTriggerThemselves = stackPolicy({
  name: "functions-never-trigger-themselves",
  description: "No function may send to the queue, stream or event bus that triggers it.",
  level: "mandatory",
  defaults: {},
  check: (resources) => resourcesOf(resources, types.function).flatMap((lambda) => loopsOf(lambda, resources)),
});

const loopsOf = (lambda: StackResource, resources: readonly StackResource[]): readonly Violation[] => {
  const grants = grantsOf(lambda, resources);
  return triggersOf(lambda, resources)
    .filter((trigger) => grants.some((grant) => allows(grant, trigger)))
    .map(({ action, arn }) => ({
      urn: lambda.urn,
      message: `May ${action} to ${arn}, which triggers it: send elsewhere, or take the permission from its role.`,
    }));
};
