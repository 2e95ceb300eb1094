import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What a function runs, and what it may do. */
export interface BundledFunctionArgs {
  readonly description: string;
  /** The bundle; its handler is `index.handler`. */
  readonly code: pulumi.asset.Archive;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** What the role allows beyond writing logs. */
  readonly statements: readonly aws.iam.PolicyStatement[];
  readonly timeoutSeconds: number;
  /** MiB; more memory is more CPU. */
  readonly memory: number;
  readonly logRetentionDays: number;
}

/** A Lambda function of one bundle, with its role and its logs. */
export class BundledFunction extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;
  public readonly functionName: pulumi.Output<string>;
  /** What the function needs from its first event on. */
  public readonly policy: pulumi.Resource;

  public constructor(name: string, args: BundledFunctionArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:BundledFunction", name, {}, opts);
    const logGroup = this.createLogGroup(name, args);
    const role = this.createRole(name);
    this.policy = this.createPolicy(name, args, { role, logGroup });
    const lambda = this.createFunction(name, args, { role, logGroup });
    this.arn = lambda.arn;
    this.functionName = lambda.name;
    this.registerOutputs({ arn: this.arn, functionName: this.functionName });
  }

  private createLogGroup(name: string, { logRetentionDays }: BundledFunctionArgs): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(`${name}-logs`, { retentionInDays: logRetentionDays }, { parent: this });
  }

  private createRole(name: string): aws.iam.Role {
    return new aws.iam.Role(
      `${name}-role`,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) },
      { parent: this },
    );
  }

  private createPolicy(
    name: string,
    { statements }: BundledFunctionArgs,
    { role, logGroup }: FunctionParts,
  ): aws.iam.RolePolicy {
    const logging: aws.iam.PolicyStatement = {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: pulumi.interpolate`${logGroup.arn}:*`,
    };
    return new aws.iam.RolePolicy(
      `${name}-policy`,
      { role: role.name, policy: { Version: "2012-10-17", Statement: [...statements, logging] } },
      { parent: this },
    );
  }

  private createFunction(
    name: string,
    args: BundledFunctionArgs,
    { role, logGroup }: FunctionParts,
  ): aws.lambda.Function {
    return new aws.lambda.Function(
      name,
      {
        description: args.description,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        code: args.code,
        role: role.arn,
        timeout: args.timeoutSeconds,
        memorySize: args.memory,
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name, systemLogLevel: "WARN" },
        environment: { variables: args.environment },
      },
      { parent: this, dependsOn: [this.policy] },
    );
  }
}

interface FunctionParts {
  readonly role: aws.iam.Role;
  readonly logGroup: aws.cloudwatch.LogGroup;
}
