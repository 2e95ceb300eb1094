import type { ScalableDimension, ServiceNamespace } from "@aws-sdk/client-application-auto-scaling";
import { type Properties, textIn } from "../../properties";

/** What AWS answers about a target, policy or action that is gone. */
export const notFound = ["ObjectNotFoundException"];

/** How every request names its scalable target. */
export const targetNameOf = (properties: Properties) => ({
  ResourceId: textIn(properties, "resourceId") ?? "",
  ScalableDimension: textIn(properties, "scalableDimension") as ScalableDimension,
  ServiceNamespace: textIn(properties, "serviceNamespace") as ServiceNamespace,
});
