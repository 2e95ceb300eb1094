import { mayBeTrue } from "./pack/known-values";
import { resourcePolicy } from "./pack/policy";
import { types } from "./pack/resource-types";

/** What a mistaken `pulumi destroy`, or a replacement, would take away from everybody. */
export const productionLoadBalancersAreProtected = resourcePolicy({
  name: "production-load-balancers-are-protected",
  description: "The load balancers of production stacks can't be deleted.",
  level: "mandatory",
  types: [types.loadBalancer],
  defaults: { productionStacks: ["prod", "production"] as readonly string[] },
  check: ({ urn, props }, { productionStacks }) =>
    !productionStacks.includes(stackOf(urn)) || mayBeTrue(props["enableDeletionProtection"])
      ? []
      : [`enableDeletionProtection: got false, allowed in the stack ${stackOf(urn)}: true (config production: true).`],
});

/** `urn:pulumi:<stack>::<project>::<types>::<name>` */
const stackOf = (urn: string): string => urn.replace(/^urn:pulumi:/, "").replace(/::.*$/, "");
