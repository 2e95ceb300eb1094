import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { announceDrains } from "../../components/announce-drains";
import { DrainFunction } from "../../components/drain-function";
import { parseAnnounceSettings } from "../../functions/announce-drain/settings";
import { awsCalls, createGround } from "../support/components";
import { keyOf, recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const component = "switchyard:index:DrainAnnouncer announce";
const channel = { channel: "#releases", apiUrl: "https://slack.com/api/" };

const record = async (isConfigured = true) => {
  const { resources } = await recordResources(
    () => {
      const settings = settingsWith({});
      const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = 1") });
      const { cluster } = createGround(settings);
      const drain = new DrainFunction("drain", { cluster, code, settings });
      const slack = isConfigured ? { slack: { ...channel, token: pulumi.secret("xoxb-hidden") } } : {};
      announceDrains("announce", { drain, cluster, settings, code, ...slack });
      return {};
    },
    { calls: awsCalls },
  );
  return resources;
};

describe("announceDrains", () => {
  it("makes nothing where nobody is to be told", async () => {
    const resources = await record(false);
    expect(resources.filter(({ name }) => name.startsWith("announce"))).to.deep.equal([]);
  });

  it("makes a function with a queue, a table, the token and an alarm where Slack is configured", async () => {
    const resources = await record();
    expect(resources.filter(({ parent }) => parent === component).map(keyOf)).to.have.members([
      "switchyard:index:AnnouncementQueue announce-queue",
      "aws:dynamodb/table:Table announce-threads",
      "aws:ssm/parameter:Parameter announce-token",
      "switchyard:index:BundledFunction announce-function",
      "aws:lambda/eventSourceMapping:EventSourceMapping announce-source",
      "aws:cloudwatch/metricAlarm:MetricAlarm announce-lost",
    ]);
  });

  it("keeps the token in a SecureString, never in the function's environment", async () => {
    const resources = await record();
    const token = resourceOf(resources, "aws:ssm/parameter:Parameter", "announce-token");
    expect(Object.keys(token.inputs)).to.have.members(["description", "type", "value"]);
    expect(token.inputs["type"]).to.equal("SecureString");
    const lambda = resourceOf(resources, "aws:lambda/function:Function", "announce-function");
    expect(JSON.stringify(lambda.inputs["environment"])).not.to.include("xoxb");
    expect([lambda.inputs["timeout"], lambda.inputs["memorySize"]]).to.deep.equal([30, 512]);
  });

  it("gives the function an environment that it starts with", async () => {
    const { environment } = resourceOf(await record(), "aws:lambda/function:Function", "announce-function").inputs as {
      environment: { variables: Record<string, string> };
    };
    const settings = parseAnnounceSettings({
      AWS_REGION: "eu-central-1",
      ...environment.variables,
      CLUSTER_ARN: "arn:aws:ecs:eu-central-1:123456789012:cluster/main",
    });
    expect(settings).to.deep.include({
      scope: { accountId: "123456789012", region: "eu-central-1", hookName: "switchyard-drain" },
      limits: { budgetSeconds: 975, patienceSeconds: 1800 },
      instanceTag: { key: "switchyard:cluster", value: "cluster-name" },
      stack: "switchyard/test",
    });
    expect(settings.place).to.deep.equal({
      ...channel,
      tableName: "announce-threads-name",
      queueUrl: "https://sqs.example.com/announce-queue",
      tokenParameter: "announce-token-name",
    });
  });

  it("may read what it tells, and write only what it has told", async () => {
    const { policy } = resourceOf(await record(), "aws:iam/rolePolicy:RolePolicy", "announce-function-policy")
      .inputs as {
      policy: { Statement: readonly object[] };
    };
    const inCluster = { ArnEquals: { "ecs:cluster": "arn:cluster:Cluster" } };
    const allow = (Action: string[], Resource: string, Condition?: object) => ({
      Effect: "Allow",
      Action,
      Resource,
      ...(Condition === undefined ? {} : { Condition }),
    });
    expect(policy.Statement.slice(0, -1)).to.deep.equal([
      allow(["ec2:DescribeInstances"], "*"),
      allow(["ecs:ListContainerInstances"], "arn:cluster:Cluster"),
      allow(["ecs:DescribeContainerInstances", "ecs:ListTasks"], "arn:cluster:Cluster/*", inCluster),
      allow(["ecs:DescribeTasks"], "arn:cluster:Cluster/*", inCluster),
      allow(
        ["dynamodb:GetItem", "dynamodb:PutItem"],
        "arn:aws:dynamodb:eu-central-1:123456789012:table/announce-threads-name",
      ),
      allow(["ssm:GetParameter"], "arn:announce-token:Parameter"),
      allow(
        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
        "arn:announce-queue:Queue",
      ),
    ]);
  });

  it("remembers for as long as a record says, at no cost while nothing happens", async () => {
    const table = resourceOf(await record(), "aws:dynamodb/table:Table", "announce-threads");
    expect(table.inputs).to.deep.equal({
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      ttl: { attributeName: "expires", enabled: true },
    });
  });

  it("takes ten messages at once in five invocations at most, keeps them hidden meanwhile, and counts what is lost", async () => {
    const resources = await record();
    const source = resourceOf(resources, "aws:lambda/eventSourceMapping:EventSourceMapping", "announce-source");
    expect(source.inputs).to.deep.equal({
      eventSourceArn: "arn:announce-queue:Queue",
      functionName: "announce-function-name",
      batchSize: 10,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 5 },
    });
    expect(source.dependsOn).to.include("aws:iam/rolePolicy:RolePolicy announce-function-policy");
    const { visibilityTimeoutSeconds } = resourceOf(resources, "aws:sqs/queue:Queue", "announce-queue").inputs;
    expect(visibilityTimeoutSeconds).to.equal(35);
    const alarm = resourceOf(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", "announce-lost").inputs;
    expect(alarm).to.deep.include({
      namespace: "Switchyard/Drain",
      metricName: "AnnouncementLost",
      dimensions: { FunctionName: "announce-function-name" },
      threshold: 1,
    });
  });
});
