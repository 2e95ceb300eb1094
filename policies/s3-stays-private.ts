import { type IamStatement, iamStatements } from "./pack/iam-statements";
import { mayBeTrue, textAt, textsAt, valueAt } from "./pack/known-values";
import { type ResourceFacts, resourcePolicy } from "./pack/policy";
import { types } from "./pack/resource-types";

/** The frontend's bucket is reached through CloudFront alone. */
export const s3StaysPrivate = resourcePolicy({
  name: "s3-stays-private",
  description: "No access control list, bucket policy or access block opens a bucket to everybody.",
  level: "mandatory",
  types: [types.publicAccessBlock, types.bucket, types.bucketAcl, types.bucketPolicy],
  defaults: {},
  check: (resource) => [...blockProblems(resource), ...aclProblems(resource), ...policyProblems(resource)],
});

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

const blockProblems = ({ type, props }: ResourceFacts): readonly string[] => {
  const missing = type === types.publicAccessBlock ? flags.filter((flag) => !mayBeTrue(props[flag])) : [];
  return missing.length === 0
    ? []
    : [`${missing.join(", ")}: got false, allowed: true, so that nothing becomes public.`];
};

const aclProblems = ({ props }: ResourceFacts): readonly string[] => {
  const acl = textAt(props, "acl");
  return acl !== undefined && /^(public-|authenticated-read)/.test(acl)
    ? [`acl is ${acl}, allowed: private. Let CloudFront read through an origin access control.`]
    : [];
};

const policyProblems = ({ props }: ResourceFacts): readonly string[] =>
  iamStatements(props["policy"])
    .filter(isOpen)
    .map(
      ({ actions }) =>
        `Allows everybody ${actions.join(", ")}: name a principal, or bind the statement by aws:SourceArn.`,
    );

/** A condition on the source binds a statement for services; any other one is about how, not about who. */
const isOpen = ({ isAllow, principal, conditionKeys }: IamStatement): boolean =>
  isAllow &&
  [...textsAt({ principal }, "principal"), ...textsAt(valueAt(principal, "AWS"))].includes("*") &&
  !conditionKeys.some((key) => /^aws:(SourceArn|SourceAccount|PrincipalOrgID)$/i.test(key));
