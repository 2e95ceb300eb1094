import { matchesGlob } from "./pack/glob";
import { type IamStatement, iamStatements } from "./pack/iam-statements";
import { recordsAt } from "./pack/known-values";
import { type ResourceFacts, resourcePolicy } from "./pack/policy";
import { types } from "./pack/resource-types";

/** AWS offers no resources for these: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const withoutResources: readonly string[] = [
  "cloudwatch:PutMetricData",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];

/** A stolen or mistaken role must not reach beyond its own stack. */
export const iamChangesNameTheirResources = resourcePolicy({
  name: "iam-changes-name-their-resources",
  description: "What changes anything, or reads secrets, is allowed by name and on named resources, never on *.",
  level: "mandatory",
  types: [
    types.rolePolicy,
    types.managedPolicy,
    types.role,
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
  ],
  defaults: { actionsWithoutResources: withoutResources },
  check: (resource, { actionsWithoutResources }) =>
    documentsOf(resource)
      .flatMap(iamStatements)
      .filter(({ isAllow }) => isAllow)
      .flatMap((statement) => problemsOf(statement, actionsWithoutResources)),
});

const documentsOf = ({ props }: ResourceFacts): readonly unknown[] => [
  props["policy"],
  ...recordsAt(props, "inlinePolicies").map(({ policy }) => policy),
];

const problemsOf = (statement: IamStatement, exceptions: readonly string[]): readonly string[] => {
  if (statement.isInverted)
    return ["Allows everything but what NotAction or NotResource names: name what is allowed instead."];
  const changes = statement.actions.filter((action) => !isHarmless(action) && !exceptions.includes(action));
  const wild = changes.filter((action) => action.includes("*"));
  const bound = !statement.resources.includes("*") || statement.conditionKeys.some(bindsResources);
  return [
    ...(wild.length === 0 ? [] : [`Allows ${wild.join(", ")}, allowed: actions by their full names.`]),
    ...(bound || changes.length === 0
      ? []
      : [`Allows ${changes.join(", ")} on every resource ("*"): name the resources, or bind them by their tags.`]),
  ];
};

/** Condition keys that are about the resource, not the caller. */
const bindsResources = (key: string): boolean => /:ResourceTag\/|^(ecs:cluster|ec2:InstanceProfile)$/i.test(key);

const readingVerbs = /^[^:]+:(Describe|List|Get|BatchGet|BatchCheck|Head|Lookup|Search|Query|Scan|Filter)/i;

/** Readings that give away secrets. */
const secretReadings = [
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
];

const isHarmless = (action: string): boolean =>
  readingVerbs.test(action) && !secretReadings.some((reading) => matchesGlob(action, reading));
