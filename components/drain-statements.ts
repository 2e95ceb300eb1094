import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { allow, arnsInCluster } from "./allow";

/** What the drain function works on. */
export interface DrainStatementsArgs {
  readonly clusterArn: pulumi.Output<string>;
  /** The Auto Scaling group whose lifecycle actions are completed. */
  readonly groupArn: pulumi.Input<string>;
  /** The tag of the cluster's instances. */
  readonly instanceTag: { readonly key: string; readonly value: pulumi.Input<string> };
  readonly queueArn: pulumi.Input<string>;
  readonly deadLetterQueueArn: pulumi.Input<string>;
}

/** What the drain function may do: all that changes anything is bound to this stack's cluster, group, instances and queues. */
export const drainStatements = (args: DrainStatementsArgs): readonly aws.iam.PolicyStatement[] => [
  ...clusterStatements(args),
  ...instanceStatements(args),
  ...queueStatements(args),
];

/** Which actions know which resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
const clusterStatements = ({ clusterArn }: DrainStatementsArgs) => {
  const inCluster = { ArnEquals: { "ecs:cluster": clusterArn } };
  return [
    // ECS lists all clusters of a region, and our own is found by its tag: reading needs this much.
    allow(["ecs:ListClusters"], "*"),
    allow(
      ["ecs:DescribeClusters"],
      clusterArn.apply((arn) => arn.replace(/:cluster\/.*/, ":cluster/*")),
    ),
    allow(["ecs:ListContainerInstances"], clusterArn),
    allow(
      [
        "ecs:DescribeContainerInstances",
        "ecs:UpdateContainerInstancesState",
        "ecs:PutAttributes",
        "ecs:DeleteAttributes",
        "ecs:ListTasks",
      ],
      arnsInCluster(clusterArn, "container-instance"),
      inCluster,
    ),
    allow(["ecs:DescribeTasks"], arnsInCluster(clusterArn, "task"), inCluster),
  ];
};

const instanceStatements = ({ clusterArn, groupArn, instanceTag }: DrainStatementsArgs) => [
  // Auto Scaling describes no single instance: reading needs this much.
  allow(["autoscaling:DescribeAutoScalingInstances"], "*"),
  allow(["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"], groupArn),
  allow(
    ["ec2:TerminateInstances"],
    clusterArn.apply((arn) => arn.replace(":ecs:", ":ec2:").replace(/:cluster\/.*/, ":instance/*")),
    { StringEquals: { [`aws:ResourceTag/${instanceTag.key}`]: instanceTag.value } },
  ),
];

const queueStatements = ({ queueArn, deadLetterQueueArn }: DrainStatementsArgs) => [
  allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"], queueArn),
  // Into the queue that triggers nothing, and only there: the function can't feed itself.
  allow(["sqs:SendMessage"], deadLetterQueueArn),
];
