import { isTrue, recordsAt, valueAt } from "./pack/known-values";
import { type ResourceFacts, resourcePolicy } from "./pack/policy";
import { types } from "./pack/resource-types";

/** Requests come through the load balancer, people through SSM. */
export const instancesHaveNoPublicAddress = resourcePolicy({
  name: "instances-have-no-public-address",
  description: "Neither instances nor tasks have a public address.",
  level: "mandatory",
  types: [types.launchTemplate, types.instance, types.service],
  defaults: {},
  check: (resource) =>
    flagsOf(resource).some(isTrue)
      ? ["Has a public address, allowed: a private one in a private subnet, reached through the load balancer or SSM."]
      : [],
});

const flagsOf = ({ props }: ResourceFacts): readonly unknown[] => [
  props["associatePublicIpAddress"],
  valueAt(props, "networkConfiguration", "assignPublicIp"),
  ...recordsAt(props, "networkInterfaces").map(({ associatePublicIpAddress }) => associatePublicIpAddress),
];
