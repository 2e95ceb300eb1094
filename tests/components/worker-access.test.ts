import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { workerAccess } from "../../components/worker-access";
import { WorkerTable } from "../../components/worker-table";
import { outputValue, recordResources } from "../support/pulumi";

const queue = "arn:aws:sqs:eu-central-1:123456789012:jobs";
const tableArn = "arn:aws:dynamodb:eu-central-1:123456789012:table/workers-name";

const access = async (service: Parameters<typeof workerAccess>[0]) => {
  const { result } = await recordResources(() => {
    const { environment, statements } = workerAccess(
      service,
      new WorkerTable("workers", { deletionProtection: false }),
    );
    return { environment, statements: pulumi.output(statements) };
  });
  return { environment: await outputValue(result.environment), statements: await outputValue(result.statements) };
};

const onItems = (Action: readonly string[], key: string) => ({
  Effect: "Allow",
  Action,
  Resource: tableArn,
  Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [key] } },
});
const everyWorker = [
  onItems(["dynamodb:ConditionCheckItem", "dynamodb:UpdateItem"], "lease#bot"),
  onItems(["dynamodb:GetItem", "dynamodb:PutItem"], "message#bot#*"),
  onItems(
    [
      "dynamodb:ConditionCheckItem",
      "dynamodb:DeleteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
    ],
    "effect#bot#*",
  ),
  {
    Effect: "Allow",
    Action: ["ssm:GetParameter"],
    Resource: "arn:aws:ssm:eu-central-1:123456789012:parameter/switchyard/switchyard/test/declared",
  },
];

describe("workerAccess", () => {
  it("lets a worker reach its own items, `declared` and its queue, and tells it where they are", async () => {
    expect(await access({ name: "bot", queue })).to.deep.equal({
      environment: {
        SWITCHYARD_SERVICE: "bot",
        SWITCHYARD_TABLE: "workers-name",
        SWITCHYARD_DECLARED: "/switchyard/switchyard/test/declared",
        SWITCHYARD_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs",
      },
      statements: [
        ...everyWorker,
        {
          Effect: "Allow",
          Action: ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"],
          Resource: queue,
        },
      ],
    });
  });

  it("tells of no queue, and grants none, where the config names none", async () => {
    const { environment, statements } = await access({ name: "bot" });
    expect(Object.keys(environment)).to.deep.equal(["SWITCHYARD_SERVICE", "SWITCHYARD_TABLE", "SWITCHYARD_DECLARED"]);
    expect(statements).to.deep.equal(everyWorker);
  });
});
