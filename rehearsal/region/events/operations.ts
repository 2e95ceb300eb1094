import type { Operations } from "../operation";
import { putEvents } from "./put-events";
import { deleteRule, describeRule, disableRule, enableRule, listRules, putRule } from "./rules";
import { tagResource, untagResource } from "./tags";
import { listTargetsByRule, putTargets, removeTargets } from "./targets";

/** The EventBridge operations that a scenario, a contract test or the provider sends. */
export const eventsOperations: Operations = {
  DeleteRule: deleteRule,
  DescribeRule: describeRule,
  DisableRule: disableRule,
  EnableRule: enableRule,
  ListRules: listRules,
  ListTargetsByRule: listTargetsByRule,
  PutEvents: putEvents,
  PutRule: putRule,
  PutTargets: putTargets,
  RemoveTargets: removeTargets,
  TagResource: tagResource,
  UntagResource: untagResource,
};
