import { matchesGlob } from "./glob";
import { type IamStatement, iamStatements } from "./iam-statements";
import { recordsAt } from "./known-values";
import type { StackResource } from "./policy";
import { refersTo, resourcesOf } from "./references";
import { types } from "./resource-types";
import type { Trigger } from "./triggers";

/** What the role of a function is allowed, as far as the stack's policies say and are known. */
export const grantsOf = (lambda: StackResource, resources: readonly StackResource[]): readonly IamStatement[] => {
  const roles = resourcesOf(resources, types.role).filter((role) => refersTo(lambda, "role", role));
  const inline = roles.flatMap(({ props }) => recordsAt(props, "inlinePolicies").map(({ policy }) => policy));
  const separate = resourcesOf(resources, types.rolePolicy)
    .filter((policy) => roles.some((role) => refersTo(policy, "role", role)))
    .map(({ props }) => props["policy"]);
  return [...inline, ...separate].flatMap(iamStatements).filter(({ isAllow }) => isAllow);
};

/** Whether a statement lets its role feed a trigger. */
export const allows = ({ actions, resources, isInverted }: IamStatement, { action, arn }: Trigger): boolean =>
  isInverted ||
  (actions.some((pattern) => matchesGlob(pattern, action)) &&
    resources.some((pattern) => matchesGlob(pattern, arn) || pattern.endsWith(`:${arn}`)));
