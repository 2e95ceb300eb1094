import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { bundleFunction } from "../../../../functions/bundle-function";
import { createModelClock } from "../../../../rehearsal/model-clock";
import { type LambdaFunctions, startLambdaFunctions } from "../../../../rehearsal/region/effects/lambda-functions";
import { Region } from "../../../../rehearsal/region/region";
import { type FakeSlack, startFakeSlack } from "../../../../rehearsal/slack/fake-slack";
import { type Endpoint, startEndpoint } from "../../../../rehearsal/wire/endpoint";
import { writeZip } from "../../../../rehearsal/write-zip";
import { userDataFor } from "../rehearsed-region";

const account = "123456789012";
const queueArn = `arn:aws:sqs:eu-west-1:${account}:announce`;
const token = "xoxb-test";

const environmentFor = (slackUrl: string) => ({
  ACCOUNT_ID: account,
  CLUSTER_ARN: `arn:aws:ecs:eu-west-1:${account}:cluster/main`,
  INSTANCE_TAG_KEY: "switchyard:cluster",
  INSTANCE_TAG_VALUE: "main",
  HOOK_NAME: "switchyard-drain",
  DRAIN_BUDGET_SECONDS: "975",
  REBALANCE_PATIENCE_SECONDS: "1800",
  STACK: "switchyard/test",
  QUEUE_URL: `https://sqs.eu-west-1.amazonaws.com/${account}/announce`,
  TABLE_NAME: "threads",
  SLACK_CHANNEL: "#releases",
  SLACK_API_URL: slackUrl,
  SLACK_TOKEN_PARAMETER: "slack-token",
});

/** From rule to Slack without the engine: the function's own bundle in its own process. */
describe("the announcer in the region", () => {
  let region = new Region();
  let endpoint: Endpoint | undefined;
  let functions: LambdaFunctions | undefined;
  let slack: FakeSlack;
  let folder = "";
  let zip = new Uint8Array();

  before(async () => {
    const { assets } = bundleFunction("announce-drain") as unknown as {
      readonly assets: Promise<pulumi.asset.AssetMap>;
    };
    const { text } = (await assets)["index.js"] as pulumi.asset.StringAsset;
    zip = new Uint8Array(writeZip(new Map([["index.js", Buffer.from(await text)]])));
  });

  const deploy = async (clockFactor: number): Promise<void> => {
    const clock = createModelClock(clockFactor);
    folder = await mkdtemp(path.join(os.tmpdir(), "announce-"));
    slack = await startFakeSlack({ token });
    region = new Region({ now: clock.now });
    endpoint = await startEndpoint(region.call.bind(region));
    await createChannel();
    await createFleet();
    functions = await startLambdaFunctions(region, { bundleFolder: folder, endpointUrl: endpoint.url, clock });
    await until(() => Object.keys(region.state.ecs.containerInstances).length === 2);
  };

  const createChannel = async (): Promise<void> => {
    const statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: queueArn };
    await region.call("sqs", "CreateQueue", {
      QueueName: "announce",
      Attributes: { Policy: JSON.stringify({ Statement: [statement] }), VisibilityTimeout: "35" },
    });
    await region.call("events", "PutRule", { Name: "announce", EventPattern: JSON.stringify({ source: ["aws.ec2"] }) });
    await region.call("events", "PutTargets", { Rule: "announce", Targets: [{ Id: "queue", Arn: queueArn }] });
    await region.call("dynamodb", "CreateTable", {
      TableName: "threads",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    });
    await region.call("ssm", "PutParameter", { Name: "slack-token", Type: "SecureString", Value: token });
    await region.call("lambda", "CreateFunction", {
      FunctionName: "announce",
      Role: "role",
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      Timeout: 30,
      Environment: { Variables: environmentFor(slack.url) },
      Code: { ZipFile: zip },
    });
    await region.call("lambda", "CreateEventSourceMapping", {
      EventSourceArn: queueArn,
      FunctionName: "announce",
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  };

  const createFleet = async (): Promise<void> => {
    await region.call("ecs", "CreateCluster", { clusterName: "main" });
    const tags = [{ ResourceType: "instance", Tags: [{ Key: "switchyard:cluster", Value: "main" }] }];
    await region.call("ec2", "CreateLaunchTemplate", {
      LaunchTemplateName: "host",
      LaunchTemplateData: {
        ImageId: "ami-1",
        InstanceType: "m7g.large",
        UserData: userDataFor("main"),
        TagSpecifications: tags,
      },
    });
    await region.call("ec2", "RequestSpotFleet", {
      SpotFleetRequestConfig: {
        IamFleetRole: "role",
        TargetCapacity: 2,
        ExcessCapacityTerminationPolicy: "noTermination",
        LaunchTemplateConfigs: [
          {
            LaunchTemplateSpecification: { LaunchTemplateName: "host", Version: "$Latest" },
            Overrides: [{ InstanceType: "m7g.large", SubnetId: "subnet-a" }],
          },
        ],
      },
    });
  };

  const until = async (isSo: () => boolean): Promise<void> => {
    const giveUpAt = Date.now() + 30_000;
    while (!isSo()) {
      if (Date.now() > giveUpAt) throw new Error(`waited in vain; ${JSON.stringify(functions?.logs.slice(-3))}`);
      region.advance();
      functions?.reconcile();
      await sleep(5);
    }
  };
  const interrupt = (): readonly string[] => {
    const instanceIds = Object.keys(region.state.ec2.instances).slice(0, 2);
    region.observe({ kind: "spot-interrupted", instanceIds });
    return instanceIds;
  };
  const logged = (event: string) =>
    (functions?.logs ?? []).flatMap(({ line }) => (line.includes(`"event":"${event}"`) ? [JSON.parse(line)] : []));

  afterEach(async () => {
    await functions?.close();
    await endpoint?.close();
    await slack.close();
    await rm(folder, { recursive: true });
  });

  it("opens a thread for each instance and tells its end there", async () => {
    await deploy(20);
    const ids = interrupt();

    await until(() => slack.messages.length === 4);

    const opened = slack.messages.filter(({ thread_ts }) => thread_ts === undefined);
    expect(opened.map(({ text }) => text.split(" ")[0]).sort()).to.deep.equal([...ids].sort());
    for (const { ts, text } of opened) {
      const answers = slack.messages.filter(({ thread_ts }) => thread_ts === ts);
      expect(answers.map((answer) => answer.text)).to.deep.equal([`${text.split(" ")[0]} is gone; nothing ran on it.`]);
    }
    await until(() => Object.values(region.state.sqs.queues)[0]?.messages.length === 0);
    expect(functions?.logs.filter(({ line }) => !line.startsWith("{"))).to.deep.equal([]);
  }).timeout(40_000);

  it("knows within two seconds, from a cold start", async () => {
    await deploy(1);
    interrupt();

    await until(() => logged("announced").length === 2);

    // Events tell whole seconds only: up to one of these is theirs.
    for (const { afterMilliseconds } of logged("announced")) expect(afterMilliseconds).to.be.below(3000);
  }).timeout(40_000);

  it("gives up after three tries where Slack is down, and tells nothing more of it", async () => {
    await deploy(20);
    slack.misbehave({ kind: "server-error" });
    interrupt();

    await until(() => logged("AnnouncementLost").length === 2);
    await until(() => Object.values(region.state.sqs.queues)[0]?.messages.length === 0);

    expect(slack.calls).to.deep.equal(Array(6).fill("chat.postMessage"));
    expect(slack.messages).to.deep.equal([]);
  }).timeout(40_000);
});
