import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

// Each resource that is named after a policy breaks that policy, and no other one.

const queueArn = "arn:aws:sqs:eu-west-1:123456789012:jobs";

new aws.cloudwatch.LogGroup("log-groups-expire", {});
const logGroup = new aws.cloudwatch.LogGroup("logs", { retentionInDays: 30 });

const role = new aws.iam.Role("role", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
});
const allow = (name: string, Action: string, Resource: string): void => {
  const policy = { Version: "2012-10-17" as const, Statement: [{ Effect: "Allow" as const, Action, Resource }] };
  new aws.iam.RolePolicy(name, { role: role.name, policy: JSON.stringify(policy) });
};
allow("iam-changes-name-their-resources", "ec2:TerminateInstances", "*");
allow("send", "sqs:SendMessage", queueArn);

const lambda = (name: string, more: Partial<aws.lambda.FunctionArgs>): aws.lambda.Function =>
  new aws.lambda.Function(name, {
    runtime: "nodejs24.x",
    handler: "index.handler",
    code: new pulumi.asset.AssetArchive({
      "index.js": new pulumi.asset.StringAsset("exports.handler = async () => {};"),
    }),
    role: role.arn,
    ...more,
  });

lambda("functions-log-to-their-own-group", {});
const loop = lambda("functions-never-trigger-themselves", {
  loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
});
new aws.lambda.EventSourceMapping("source", { eventSourceArn: queueArn, functionName: loop.name });
