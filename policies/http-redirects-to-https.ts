import { recordsAt, textAt } from "./pack/known-values";
import { type StackResource, stackPolicy } from "./pack/policy";
import { referAlike, resourcesOf } from "./pack/references";
import { types } from "./pack/resource-types";

/** A load balancer that speaks HTTPS must not answer the same requests in the open. */
export const httpRedirectsToHttps = stackPolicy({
  name: "http-redirects-to-https",
  description: "Beside an HTTPS listener, an HTTP listener of the same load balancer does nothing but redirect.",
  level: "mandatory",
  defaults: {},
  check: (resources) => {
    const listeners = resourcesOf(resources, types.listener);
    const encrypting = listeners.filter(({ props }) => props["protocol"] === "HTTPS");
    return listeners
      .filter(({ props }) => props["protocol"] === "HTTP")
      .filter((listener) => encrypting.some((other) => referAlike(listener, other, "loadBalancerArn")))
      .filter((listener) => !onlyRedirects(listener))
      .map(({ urn }) => ({
        urn,
        message: "Answers over plain HTTP beside an HTTPS listener, allowed: a redirect to HTTPS as its only action.",
      }));
  },
});

const onlyRedirects = ({ props }: StackResource): boolean =>
  recordsAt(props, "defaultActions").every((action) => textAt(action, "redirect", "protocol") === "HTTPS");
