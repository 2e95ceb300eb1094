import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BundledFunction } from "./bundled-function";

/** Which function looks at what, every minute. */
export interface FunctionScheduleArgs {
  readonly lambda: BundledFunction;
  readonly description: string;
}

/** Calls a function once a minute. */
export class FunctionSchedule extends pulumi.ComponentResource {
  public constructor(name: string, args: FunctionScheduleArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:FunctionSchedule", name, {}, opts);
    const rule = this.createRule(name, args);
    const permission = this.createPermission(name, args, rule);
    this.createTarget(name, args, { rule, permission });
    this.registerOutputs({ ruleName: rule.name });
  }

  private createRule(name: string, { description }: FunctionScheduleArgs): aws.cloudwatch.EventRule {
    const args = { description, scheduleExpression: "rate(1 minute)" };
    return new aws.cloudwatch.EventRule(name, args, { parent: this });
  }

  private createPermission(
    name: string,
    { lambda }: FunctionScheduleArgs,
    rule: aws.cloudwatch.EventRule,
  ): aws.lambda.Permission {
    return new aws.lambda.Permission(
      `${name}-permission`,
      {
        function: lambda.functionName,
        action: "lambda:InvokeFunction",
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
      },
      { parent: this },
    );
  }

  private createTarget(
    name: string,
    { lambda }: FunctionScheduleArgs,
    { rule, permission }: { readonly rule: aws.cloudwatch.EventRule; readonly permission: pulumi.Resource },
  ): void {
    new aws.cloudwatch.EventTarget(
      `${name}-target`,
      {
        rule: rule.name,
        arn: lambda.arn,
        // What is late is of no use: the next look sees more.
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
      },
      { parent: this, dependsOn: [permission, lambda.policy] },
    );
  }
}
