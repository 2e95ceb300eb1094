import type { Operations } from "../operation";
import { attributeOperations } from "./attributes";
import { listenerOperations } from "./listeners";
import { loadBalancerOperations } from "./load-balancers";
import { ruleOperations } from "./rules";
import { tagOperations } from "./tags";
import { targetGroupOperations } from "./target-groups";
import { targetOperations } from "./targets";

/** The Elastic Load Balancing v2 operations that a hook, function, command or the provider sends. */
export const elbv2Operations: Operations = {
  ...attributeOperations,
  ...listenerOperations,
  ...loadBalancerOperations,
  ...ruleOperations,
  ...tagOperations,
  ...targetGroupOperations,
  ...targetOperations,
};
