import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What the drain function works on. */
export interface DrainRoleArgs {
  readonly clusterArn: pulumi.Input<string>;
  /** The Auto Scaling group whose lifecycle actions are completed. */
  readonly groupArn: pulumi.Input<string>;
  /** The tag of the cluster's instances. */
  readonly instanceTag: { readonly key: string; readonly value: pulumi.Input<string> };
  readonly queueArn: pulumi.Input<string>;
  readonly deadLetterQueueArn: pulumi.Input<string>;
  readonly logGroupArn: pulumi.Input<string>;
}

/** The role of the drain function: what changes anything is bound to this stack's cluster, group, instances and queues. */
export class DrainRole extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;
  /** What the function needs from its first event on. */
  public readonly policy: pulumi.Resource;

  public constructor(name: string, args: DrainRoleArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:DrainRole", name, {}, opts);
    const role = this.createRole(name);
    this.policy = this.createPolicy(name, role, args);
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }

  private createRole(name: string): aws.iam.Role {
    return new aws.iam.Role(
      name,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) },
      { parent: this },
    );
  }

  private createPolicy(name: string, role: aws.iam.Role, args: DrainRoleArgs): aws.iam.RolePolicy {
    const statements = [...clusterStatements(args), ...instanceStatements(args), ...queueStatements(args)];
    return new aws.iam.RolePolicy(
      `${name}-policy`,
      { role: role.name, policy: { Version: "2012-10-17", Statement: statements } },
      { parent: this },
    );
  }
}

type Statement = aws.iam.PolicyStatement;

/** Which actions know which resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
const clusterStatements = ({ clusterArn }: DrainRoleArgs): readonly Statement[] => {
  const ofCluster = (kind: string) =>
    pulumi.output(clusterArn).apply((arn) => `${arn.replace(":cluster/", `:${kind}/`)}/*`);
  const anyCluster = pulumi.output(clusterArn).apply((arn) => arn.replace(/:cluster\/.*/, ":cluster/*"));
  const inCluster = { ArnEquals: { "ecs:cluster": clusterArn } };
  return [
    // ECS lists all clusters of a region, and our own is found by its tag: reading needs this much.
    allow(["ecs:ListClusters"], "*"),
    allow(["ecs:DescribeClusters"], anyCluster),
    allow(["ecs:ListContainerInstances"], clusterArn),
    allow(
      [
        "ecs:DescribeContainerInstances",
        "ecs:UpdateContainerInstancesState",
        "ecs:PutAttributes",
        "ecs:DeleteAttributes",
        "ecs:ListTasks",
      ],
      ofCluster("container-instance"),
      inCluster,
    ),
    allow(["ecs:DescribeTasks"], ofCluster("task"), inCluster),
  ];
};

const instanceStatements = ({ clusterArn, groupArn, instanceTag }: DrainRoleArgs): readonly Statement[] => {
  const anyInstance = pulumi
    .output(clusterArn)
    .apply((arn) => arn.replace(":ecs:", ":ec2:").replace(/:cluster\/.*/, ":instance/*"));
  return [
    // Auto Scaling describes no single instance: reading needs this much.
    allow(["autoscaling:DescribeAutoScalingInstances"], "*"),
    allow(["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"], groupArn),
    allow(["ec2:TerminateInstances"], anyInstance, {
      StringEquals: { [`aws:ResourceTag/${instanceTag.key}`]: instanceTag.value },
    }),
  ];
};

const queueStatements = ({ queueArn, deadLetterQueueArn, logGroupArn }: DrainRoleArgs): readonly Statement[] => [
  allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"], queueArn),
  // Into the queue that triggers nothing, and only there: the function can't feed itself.
  allow(["sqs:SendMessage"], deadLetterQueueArn),
  allow(["logs:CreateLogStream", "logs:PutLogEvents"], pulumi.interpolate`${logGroupArn}:*`),
];

const allow = (
  actions: string[],
  resource: pulumi.Input<string>,
  condition?: NonNullable<Statement["Condition"]>,
): Statement => ({
  Effect: "Allow",
  Action: actions,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
});
