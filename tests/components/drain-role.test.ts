import { expect } from "chai";
import { DrainRole } from "../../components/drain-role";
import { keyOf, outputValue, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:DrainRole role";
const account = "eu-central-1:123456789012";

const record = () =>
  recordResources(
    () =>
      new DrainRole("role", {
        clusterArn: `arn:aws:ecs:${account}:cluster/main`,
        groupArn: `arn:aws:autoscaling:${account}:autoScalingGroup:1:autoScalingGroupName/base`,
        instanceTag: { key: "switchyard:cluster", value: "main" },
        queueArn: `arn:aws:sqs:${account}:drain`,
        deadLetterQueueArn: `arn:aws:sqs:${account}:dead`,
        logGroupArn: `arn:aws:logs:${account}:log-group:drain`,
      }),
  );

const statementsOf = async () => {
  const { resources } = await record();
  const { policy } = resourceOf(resources, "aws:iam/rolePolicy:RolePolicy", "role-policy").inputs as {
    policy: { Version: string; Statement: readonly { Action: readonly string[]; Resource: string }[] };
  };
  return policy;
};

/** What only reads; everything else changes something. */
const isReading = (action: string): boolean => /:(List|Describe|Get|Receive)/.test(action);

describe("DrainRole", () => {
  it("is a role that Lambda alone takes, with one policy", async () => {
    const { resources, result } = await record();
    expect(resources.map((resource) => [keyOf(resource), resource.parent])).to.have.deep.members([
      [component, undefined],
      ["aws:iam/role:Role role", component],
      ["aws:iam/rolePolicy:RolePolicy role-policy", component],
    ]);
    expect(resourceOf(resources, "aws:iam/role:Role", "role").inputs).to.deep.equal({
      assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AllowAssumeRole",
            Effect: "Allow",
            Principal: { Service: "lambda.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ],
      },
    });
    expect(resourceOf(resources, "aws:iam/rolePolicy:RolePolicy", "role-policy").inputs["role"]).to.equal("role-name");
    expect(await outputValue(result.arn)).to.equal("arn:role:Role");
  });

  it("allows exactly what a drain calls, on this cluster, group, instances and queues", async () => {
    const inCluster = { ArnEquals: { "ecs:cluster": `arn:aws:ecs:${account}:cluster/main` } };
    expect(await statementsOf()).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["ecs:ListClusters"], Resource: "*" },
        { Effect: "Allow", Action: ["ecs:DescribeClusters"], Resource: `arn:aws:ecs:${account}:cluster/*` },
        { Effect: "Allow", Action: ["ecs:ListContainerInstances"], Resource: `arn:aws:ecs:${account}:cluster/main` },
        {
          Effect: "Allow",
          Action: [
            "ecs:DescribeContainerInstances",
            "ecs:UpdateContainerInstancesState",
            "ecs:PutAttributes",
            "ecs:DeleteAttributes",
            "ecs:ListTasks",
          ],
          Resource: `arn:aws:ecs:${account}:container-instance/main/*`,
          Condition: inCluster,
        },
        {
          Effect: "Allow",
          Action: ["ecs:DescribeTasks"],
          Resource: `arn:aws:ecs:${account}:task/main/*`,
          Condition: inCluster,
        },
        { Effect: "Allow", Action: ["autoscaling:DescribeAutoScalingInstances"], Resource: "*" },
        {
          Effect: "Allow",
          Action: ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"],
          Resource: `arn:aws:autoscaling:${account}:autoScalingGroup:1:autoScalingGroupName/base`,
        },
        {
          Effect: "Allow",
          Action: ["ec2:TerminateInstances"],
          Resource: `arn:aws:ec2:${account}:instance/*`,
          Condition: { StringEquals: { "aws:ResourceTag/switchyard:cluster": "main" } },
        },
        {
          Effect: "Allow",
          Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
          Resource: `arn:aws:sqs:${account}:drain`,
        },
        { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: `arn:aws:sqs:${account}:dead` },
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `arn:aws:logs:${account}:log-group:drain:*`,
        },
      ],
    });
  });

  it("changes nothing that a * would reach without a condition", async () => {
    const { Statement } = await statementsOf();
    const open = Statement.filter((statement) => statement.Resource === "*");
    expect(open.flatMap(({ Action }) => Action).filter((action) => !isReading(action))).to.deep.equal([]);
  });

  it("can't feed its own queue", async () => {
    const { Statement } = await statementsOf();
    const sending = Statement.filter(({ Action }) => Action.some((action) => /Send|\*/.test(action)));
    expect(sending.map(({ Resource }) => Resource)).to.deep.equal([`arn:aws:sqs:${account}:dead`]);
  });
});
