import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { DrainFunction } from "../../components/drain-function";
import { parseDrainSettings } from "../../functions/drain-instance/settings";
import { awsCalls, createGround } from "../support/components";
import { keyOf, recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const component = "switchyard:index:DrainFunction drain";
const lambda = "aws:lambda/function:Function";

const record = async (changes: Readonly<Record<string, unknown>> = {}) => {
  const { resources } = await recordResources(
    () => {
      const settings = settingsWith(changes);
      const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = 1") });
      return new DrainFunction("drain", { cluster: createGround(settings).cluster, code, settings });
    },
    { calls: awsCalls },
  );
  return resources;
};

describe("DrainFunction", () => {
  it("makes a function with its queue, alarms, event source and hook", async () => {
    const resources = await record();
    expect(resources.filter(({ parent }) => parent === component).map(keyOf)).to.have.members([
      "switchyard:index:DrainQueue drain-queue",
      "switchyard:index:BundledFunction drain-function",
      "aws:lambda/eventSourceMapping:EventSourceMapping drain-source",
      "aws:lambda/functionRecursionConfig:FunctionRecursionConfig drain-recursion",
      "switchyard:index:DrainAlarms drain-alarms",
      "aws:autoscaling/lifecycleHook:LifecycleHook drain-hook",
    ]);
  });

  it("runs for at most 30 seconds, with what the function has to know", async () => {
    const resources = await record();
    const { environment, timeout, memorySize, code } = resourceOf(resources, lambda, "drain-function").inputs;
    expect([timeout, memorySize]).to.deep.equal([30, 512]);
    expect(code).to.be.instanceOf(pulumi.asset.AssetArchive);
    expect(resourceOf(resources, "aws:cloudwatch/logGroup:LogGroup", "drain-function-logs").inputs).to.deep.equal({
      retentionInDays: 30,
    });
    expect(environment).to.deep.equal({
      variables: {
        ACCOUNT_ID: "123456789012",
        CLUSTER_TAG_KEY: "switchyard:stack",
        CLUSTER_TAG_VALUE: "switchyard/test",
        HOOK_NAME: "switchyard-drain",
        HOOK_HEARTBEAT_SECONDS: "900",
        DRAIN_BUDGET_SECONDS: "975",
        FAILURE_POLICY: "continue",
        REBALANCE_PATIENCE_SECONDS: "1800",
        QUEUE_URL: "https://sqs.example.com/drain-queue",
        DEAD_LETTER_QUEUE_URL: "https://sqs.example.com/drain-queue-dead-letters",
      },
    });
  });

  it("gives the function an environment that it starts with, for the slowest services too", async () => {
    const services = { web: { path: "/*", port: 80, stopTimeoutSeconds: 3600, placement: "on-demand" } };
    const { environment } = resourceOf(await record({ services }), lambda, "drain-function").inputs as {
      environment: { variables: Record<string, string> };
    };
    const settings = parseDrainSettings({ AWS_REGION: "eu-central-1", ...environment.variables });
    expect(settings.lifecycle).to.deep.equal({
      heartbeatSeconds: 900,
      budgetSeconds: 4545,
      failurePolicy: "continue",
    });
    expect(settings.scope.hookName).to.equal("switchyard-drain");
  });

  it("visits up to 50 messages at once and says which ones come back", async () => {
    const mapping = resourceOf(await record(), "aws:lambda/eventSourceMapping:EventSourceMapping", "drain-source");
    expect(mapping.inputs).to.deep.equal({
      eventSourceArn: "arn:drain-queue:Queue",
      functionName: "drain-function-name",
      batchSize: 50,
      maximumBatchingWindowInSeconds: 1,
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
    // Lambda refuses a source that the role can't read.
    expect(mapping.dependsOn).to.include("aws:iam/rolePolicy:RolePolicy drain-function-policy");
  });

  it("keeps a message hidden for longer than the function runs", async () => {
    const resources = await record();
    const { timeout } = resourceOf(resources, lambda, "drain-function").inputs;
    const { visibilityTimeoutSeconds } = resourceOf(resources, "aws:sqs/queue:Queue", "drain-queue").inputs;
    expect([timeout, visibilityTimeoutSeconds]).to.deep.equal([30, 35]);
  });

  it("has Lambda end a loop that should not be", async () => {
    const type = "aws:lambda/functionRecursionConfig:FunctionRecursionConfig";
    expect(resourceOf(await record(), type, "drain-recursion").inputs).to.deep.equal({
      functionName: "drain-function-name",
      recursiveLoop: "Terminate",
    });
  });

  it("has the on-demand group wait 15 minutes for the function, and then let the instance go", async () => {
    const resources = await record();
    const hook = resourceOf(resources, "aws:autoscaling/lifecycleHook:LifecycleHook", "drain-hook");
    expect(hook.inputs).to.deep.equal({
      name: "switchyard-drain",
      autoscalingGroupName: "cluster-on-demand-name",
      lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      heartbeatTimeout: 900,
      defaultResult: "CONTINUE",
    });
    const rule = resourceOf(resources, "aws:cloudwatch/eventRule:EventRule", "drain-queue-termination");
    expect(JSON.parse(String(rule.inputs["eventPattern"])).detail).to.deep.equal({
      AutoScalingGroupName: ["cluster-on-demand-name"],
      LifecycleHookName: ["switchyard-drain"],
    });
  });

  it("makes the group wait only while the function listens, from deployment to destruction", async () => {
    const { dependsOn } = resourceOf(await record(), "aws:autoscaling/lifecycleHook:LifecycleHook", "drain-hook");
    expect(dependsOn).to.include.members([
      "aws:lambda/eventSourceMapping:EventSourceMapping drain-source",
      "aws:cloudwatch/eventTarget:EventTarget drain-queue-interruption-target",
      "aws:cloudwatch/eventTarget:EventTarget drain-queue-rebalance-target",
      "aws:cloudwatch/eventTarget:EventTarget drain-queue-termination-target",
      "aws:autoscaling/group:Group cluster-on-demand",
    ]);
  });

  it("may end the stack's own instances alone, and sends only where nothing is triggered", async () => {
    const resources = await record();
    const { policy } = resourceOf(resources, "aws:iam/rolePolicy:RolePolicy", "drain-function-policy").inputs as {
      policy: { Statement: readonly { Action: readonly string[]; Resource: string; Condition?: object }[] };
    };
    const statementOf = (action: string) => policy.Statement.filter(({ Action }) => Action.includes(action));
    expect(statementOf("ec2:TerminateInstances").map(({ Condition }) => Condition)).to.deep.equal([
      { StringEquals: { "aws:ResourceTag/switchyard:cluster": "cluster-name" } },
    ]);
    expect(statementOf("autoscaling:CompleteLifecycleAction").map(({ Resource }) => Resource)).to.deep.equal([
      "arn:cluster-on-demand:Group",
    ]);
    const mapped = resources
      .filter(({ type }) => type.endsWith(":EventSourceMapping"))
      .map(({ inputs }) => inputs["eventSourceArn"]);
    const sent = statementOf("sqs:SendMessage").map(({ Resource }) => Resource);
    expect(sent).to.deep.equal(["arn:drain-queue-dead-letters:Queue"]);
    expect(statementOf("sqs:ReceiveMessage").map(({ Resource }) => Resource)).to.deep.equal(mapped);
    expect(mapped).to.deep.equal(["arn:drain-queue:Queue"]);
  });

  it("watches its own function and its own dead letters", async () => {
    const alarms = (await record()).filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(alarms.map(({ inputs }) => inputs["dimensions"])).to.deep.equal([
      { QueueName: "drain-queue-dead-letters-name" },
      ...Array(6).fill({ FunctionName: "drain-function-name" }),
    ]);
  });
});
