import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What the tasks of one service need from outside. */
export interface TaskRolesArgs {
  readonly logGroupArn: pulumi.Input<string>;
  /** ARNs of SSM parameters and Secrets Manager secrets. */
  readonly secretArns: readonly string[];
  /** What the tasks themselves may do besides opening a shell. @default nothing */
  readonly taskStatements?: readonly Statement[];
}

/** What ECS Exec needs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions */
const execActions = [
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
];

/** Reading images, from whatever repository the config names. */
const imageActions = [
  "ecr:GetAuthorizationToken",
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
];

/** The two roles of a service's tasks: what starts them, and what they are themselves. */
export class TaskRoles extends pulumi.ComponentResource {
  public readonly executionRoleArn: pulumi.Output<string>;
  public readonly taskRoleArn: pulumi.Output<string>;
  /** What a task needs to start. */
  public readonly policies: readonly pulumi.Resource[];

  public constructor(name: string, args: TaskRolesArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:TaskRoles", name, {}, opts);
    const executionRole = this.createRole(`${name}-execution`);
    const taskRole = this.createRole(`${name}-task`);
    this.policies = [
      this.createPolicy(`${name}-execution`, executionRole, executionStatements(args)),
      this.createPolicy(`${name}-task`, taskRole, [allow(execActions, ["*"]), ...(args.taskStatements ?? [])]),
    ];
    this.executionRoleArn = executionRole.arn;
    this.taskRoleArn = taskRole.arn;
    this.registerOutputs({ executionRoleArn: this.executionRoleArn, taskRoleArn: this.taskRoleArn });
  }

  private createRole(name: string): aws.iam.Role {
    return new aws.iam.Role(
      name,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }) },
      { parent: this },
    );
  }

  private createPolicy(name: string, role: aws.iam.Role, statements: readonly Statement[]): aws.iam.RolePolicy {
    return new aws.iam.RolePolicy(
      name,
      { role: role.name, policy: { Version: "2012-10-17", Statement: [...statements] } },
      { parent: this },
    );
  }
}

type Statement = aws.iam.PolicyStatement;

const executionStatements = ({ logGroupArn, secretArns }: TaskRolesArgs): readonly Statement[] => [
  allow(imageActions, ["*"]),
  allow(["logs:CreateLogStream", "logs:PutLogEvents"], [pulumi.interpolate`${logGroupArn}:*`]),
  ...allowSome(["ssm:GetParameters"], secretArns.filter(isParameter)),
  ...allowSome(["secretsmanager:GetSecretValue"], secretArns.filter((arn) => !isParameter(arn)).map(withoutKey)),
];

const allow = (actions: readonly string[], resources: readonly pulumi.Input<string>[]): Statement => ({
  Effect: "Allow",
  Action: [...actions],
  Resource: [...resources],
});

/** A statement without resources is an error. */
const allowSome = (actions: readonly string[], arns: readonly string[]): readonly Statement[] =>
  arns.length === 0 ? [] : [allow(actions, [...new Set(arns)].sort())];

const isParameter = (arn: string): boolean => arn.split(":")[2] === "ssm";

/** `valueFrom` may name a key, a stage and a version behind the secret; a policy names the secret alone. */
const withoutKey = (arn: string): string => arn.split(":").slice(0, 7).join(":");
