import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { effectKey, leaseKey, messageKey } from "../consumption/plan-keys";
import type { WorkerEnvironment } from "../consumption/worker-environment";
import { parameterNames } from "../cutover/parameter-names";
import type { ServiceSettings } from "../settings";
import { allow } from "./allow";
import { planQueueUrl } from "./plan-queue-url";
import type { WorkerTable } from "./worker-table";

/** What the tasks of a queue worker are told and may do. */
export interface WorkerAccess {
  readonly environment: pulumi.Output<Readonly<Record<string, string>>>;
  readonly statements: readonly aws.iam.PolicyStatement[];
}

/** A worker's part of the table, the parameter that says which colour is live, and its queue. */
export const workerAccess = (service: Pick<ServiceSettings, "name" | "queue">, table: WorkerTable): WorkerAccess => {
  const { declared } = parameterNames({ project: pulumi.getProject(), stack: pulumi.getStack() });
  return {
    environment: environmentOf(service, table, declared),
    statements: [
      onItems(table, ["dynamodb:ConditionCheckItem", "dynamodb:UpdateItem"], leaseKey(service.name)),
      onItems(table, ["dynamodb:GetItem", "dynamodb:PutItem"], messageKey(service.name, "*")),
      onItems(table, effectActions, effectKey(service.name, "*")),
      allow(["ssm:GetParameter"], parameterArn(table, declared)),
      ...(service.queue === undefined ? [] : [allow(queueActions, service.queue)]),
    ],
  };
};

const effectActions = [
  "dynamodb:ConditionCheckItem",
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
];

const queueActions = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"];

const environmentOf = (
  { name, queue }: Pick<ServiceSettings, "name" | "queue">,
  { tableName }: WorkerTable,
  declared: string,
): WorkerAccess["environment"] =>
  tableName.apply((table) => {
    const variables = {
      SWITCHYARD_SERVICE: name,
      SWITCHYARD_TABLE: table,
      SWITCHYARD_DECLARED: declared,
      SWITCHYARD_QUEUE_URL: queue === undefined ? "" : planQueueUrl(queue),
    } satisfies WorkerEnvironment;
    // ECS drops a variable that is empty, and would then find a difference in every preview.
    return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  });

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
const onItems = ({ tableArn }: WorkerTable, actions: string[], key: string): aws.iam.PolicyStatement =>
  allow(actions, tableArn, { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [key] } });

/** The parameter doesn't exist before the services do, so that its ARN can't be asked for. */
const parameterArn = ({ tableArn }: WorkerTable, parameterName: string): pulumi.Output<string> =>
  tableArn.apply((arn) => {
    const [, partition = "", , region = "", account = ""] = arn.split(":");
    return `arn:${partition}:ssm:${region}:${account}:parameter${parameterName}`;
  });
