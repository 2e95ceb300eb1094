import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { drainStatements } from "../../components/drain-statements";
import { outputValue } from "../support/pulumi";

const account = "eu-central-1:123456789012";

const statements = (): Promise<readonly Resolved[]> =>
  outputValue(
    pulumi.output(
      drainStatements({
        clusterArn: pulumi.output(`arn:aws:ecs:${account}:cluster/main`),
        groupArn: `arn:aws:autoscaling:${account}:autoScalingGroup:1:autoScalingGroupName/base`,
        instanceTag: { key: "switchyard:cluster", value: "main" },
        queueArn: `arn:aws:sqs:${account}:drain`,
        deadLetterQueueArn: `arn:aws:sqs:${account}:dead`,
      }),
    ),
  ) as Promise<readonly Resolved[]>;

interface Resolved {
  readonly Action: readonly string[];
  readonly Resource: string;
}

/** What only reads; everything else changes something. */
const isReading = (action: string): boolean => /:(List|Describe|Get|Receive)/.test(action);

describe("drainStatements", () => {
  it("allows exactly what a drain calls, on this cluster, group, instances and queues", async () => {
    const inCluster = { ArnEquals: { "ecs:cluster": `arn:aws:ecs:${account}:cluster/main` } };
    expect(await statements()).to.deep.equal([
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
    ]);
  });

  it("changes nothing that a * would reach without a condition", async () => {
    const open = (await statements()).filter(({ Resource }) => Resource === "*");
    expect(open.flatMap(({ Action }) => Action).filter((action) => !isReading(action))).to.deep.equal([]);
  });

  it("can't feed its own queue", async () => {
    const sending = (await statements()).filter(({ Action }) => Action.some((action) => /Send|\*/.test(action)));
    expect(sending.map(({ Resource }) => Resource)).to.deep.equal([`arn:aws:sqs:${account}:dead`]);
  });
});
