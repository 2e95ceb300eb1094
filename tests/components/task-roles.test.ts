import { expect } from "chai";
import { TaskRoles } from "../../components/task-roles";
import { keyOf, outputValue, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:TaskRoles web";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const parameter = "arn:aws:ssm:eu-central-1:123456789012:parameter/web/token";
const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-AbCdEf";

const record = (secretArns: readonly string[]) =>
  recordResources(() => new TaskRoles("web", { logGroupArn: "arn:logs", secretArns }));

const startsTasks = [
  {
    Effect: "Allow",
    Action: [
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ],
    Resource: ["*"],
  },
  { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: ["arn:logs:*"] },
];

describe("TaskRoles", () => {
  it("lets ECS pull images and write this service's logs, and read no secret that it doesn't name", async () => {
    const { resources } = await record([]);
    expect(resourceOf(resources, rolePolicy, "web-execution").inputs).to.deep.equal({
      role: "web-execution-name",
      policy: { Version: "2012-10-17", Statement: startsTasks },
    });
  });

  it("lets ECS read exactly the parameters and secrets that the service names", async () => {
    const { resources } = await record([`${secret}:key::`, parameter, `${secret}:other::`]);
    expect(resourceOf(resources, rolePolicy, "web-execution").inputs).to.deep.equal({
      role: "web-execution-name",
      policy: {
        Version: "2012-10-17",
        Statement: [
          ...startsTasks,
          { Effect: "Allow", Action: ["ssm:GetParameters"], Resource: [parameter] },
          { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [secret] },
        ],
      },
    });
  });

  it("lets a task open a shell for its operators, and nothing else", async () => {
    const { resources } = await record([parameter]);
    expect(resourceOf(resources, rolePolicy, "web-task").inputs).to.deep.equal({
      role: "web-task-name",
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: [
              "ssmmessages:CreateControlChannel",
              "ssmmessages:CreateDataChannel",
              "ssmmessages:OpenControlChannel",
              "ssmmessages:OpenDataChannel",
            ],
            Resource: ["*"],
          },
        ],
      },
    });
  });

  it("lets a task do what it is granted besides, and ECS nothing more", async () => {
    const granted = { Effect: "Allow", Action: ["sqs:ReceiveMessage"], Resource: "arn:queue" } as const;
    const statementsOf = async (taskStatements: readonly (typeof granted & { Action: string[] })[]) => {
      const args = { logGroupArn: "arn:logs", secretArns: [], taskStatements };
      const { resources } = await recordResources(() => new TaskRoles("web", args));
      return ["web-task", "web-execution"].map(
        (name) => (resourceOf(resources, rolePolicy, name).inputs["policy"] as { Statement: object[] }).Statement,
      );
    };
    const [[exec, ...more] = [], execution] = await statementsOf([{ ...granted, Action: [...granted.Action] }]);
    expect(exec).to.have.property("Action").that.includes("ssmmessages:OpenDataChannel");
    expect(more).to.deep.equal([granted]);
    expect(execution).to.deep.equal(startsTasks);
  });

  it("is two roles that ECS tasks alone can take", async () => {
    const { resources, result } = await record([]);
    expect(resources.map((resource) => [keyOf(resource), resource.parent])).to.have.deep.members([
      [component, undefined],
      ["aws:iam/role:Role web-execution", component],
      ["aws:iam/role:Role web-task", component],
      [`${rolePolicy} web-execution`, component],
      [`${rolePolicy} web-task`, component],
    ]);
    const trusted = resources
      .filter(({ type }) => type === "aws:iam/role:Role")
      .map(({ inputs }) => inputs["assumeRolePolicy"]);
    for (const policy of trusted)
      expect(policy).to.have.nested.property("Statement[0].Principal.Service", "ecs-tasks.amazonaws.com");
    expect(await outputValue(result.executionRoleArn)).to.equal("arn:web-execution:Role");
    expect(await outputValue(result.taskRoleArn)).to.equal("arn:web-task:Role");
  });
});
