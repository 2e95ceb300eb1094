import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ContainerInstance } from "@aws-sdk/client-ecs";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { bundleFunction } from "../../../../functions/bundle-function";
import { createModelClock } from "../../../../rehearsal/model-clock";
import { type LambdaFunctions, startLambdaFunctions } from "../../../../rehearsal/region/effects/lambda-functions";
import { Region } from "../../../../rehearsal/region/region";
import { type Endpoint, startEndpoint } from "../../../../rehearsal/wire/endpoint";
import { writeZip } from "../../../../rehearsal/write-zip";
import { userDataFor } from "../rehearsed-region";

const account = "123456789012";
const queueArn = `arn:aws:sqs:eu-west-1:${account}:drain`;
const queueUrl = `https://sqs.eu-west-1.amazonaws.com/${account}/drain`;
const deadUrl = `https://sqs.eu-west-1.amazonaws.com/${account}/dead`;

const environment = {
  ACCOUNT_ID: account,
  CLUSTER_TAG_KEY: "switchyard:stack",
  CLUSTER_TAG_VALUE: "test",
  HOOK_NAME: "switchyard-drain",
  HOOK_HEARTBEAT_SECONDS: "900",
  DRAIN_BUDGET_SECONDS: "3600",
  FAILURE_POLICY: "continue",
  REBALANCE_PATIENCE_SECONDS: "1800",
  QUEUE_URL: queueUrl,
  DEAD_LETTER_QUEUE_URL: deadUrl,
};

/** What is deployed, from rule to function, without the engine: the function's own bundle in its own process. */
describe("the drain function in the region", function () {
  // A bundle is built and processes start, on whatever machine this is.
  this.timeout(60_000);
  let region = new Region();
  let endpoint: Endpoint | undefined;
  let functions: LambdaFunctions | undefined;
  let folder = "";
  let zip = new Uint8Array();

  before(async () => {
    const { assets } = bundleFunction("drain-instance") as unknown as {
      readonly assets: Promise<pulumi.asset.AssetMap>;
    };
    const { text } = (await assets)["index.js"] as pulumi.asset.StringAsset;
    zip = new Uint8Array(writeZip(new Map([["index.js", Buffer.from(await text)]])));
  });

  const createChannel = async (): Promise<void> => {
    const statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: queueArn };
    await region.call("sqs", "CreateQueue", { QueueName: "dead" });
    await region.call("sqs", "CreateQueue", {
      QueueName: "drain",
      Attributes: { Policy: JSON.stringify({ Statement: [statement] }), VisibilityTimeout: "35" },
    });
    const EventPattern = JSON.stringify({ source: ["aws.ec2", "aws.autoscaling"] });
    await region.call("events", "PutRule", { Name: "drain", EventPattern });
    await region.call("events", "PutTargets", { Rule: "drain", Targets: [{ Id: "queue", Arn: queueArn }] });
    await region.call("lambda", "CreateFunction", {
      FunctionName: "drain",
      Role: "role",
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      Timeout: 30,
      Environment: { Variables: environment },
      Code: { ZipFile: zip },
    });
    await region.call("lambda", "CreateEventSourceMapping", {
      EventSourceArn: queueArn,
      FunctionName: "drain",
      BatchSize: 50,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  };

  const createCapacity = async (fleet: object): Promise<void> => {
    await region.call("ecs", "CreateCluster", {
      clusterName: "main",
      tags: [{ key: "switchyard:stack", value: "test" }],
    });
    await region.call("ec2", "CreateLaunchTemplate", {
      LaunchTemplateName: "host",
      LaunchTemplateData: { ImageId: "ami-1", InstanceType: "m7g.large", UserData: userDataFor("main") },
    });
    await region.call("ec2", "RequestSpotFleet", {
      SpotFleetRequestConfig: {
        IamFleetRole: "role",
        TargetCapacity: 2,
        ExcessCapacityTerminationPolicy: "noTermination",
        SpotMaintenanceStrategies: { CapacityRebalance: { ReplacementStrategy: "launch" } },
        LaunchTemplateConfigs: [
          {
            LaunchTemplateSpecification: { LaunchTemplateName: "host", Version: "$Latest" },
            Overrides: [{ InstanceType: "m7g.large", SubnetId: "subnet-a" }],
          },
        ],
        ...fleet,
      },
    });
    await region.call("autoscaling", "CreateAutoScalingGroup", {
      AutoScalingGroupName: "base",
      MinSize: 0,
      MaxSize: 1,
      DesiredCapacity: 1,
      LaunchTemplate: { LaunchTemplateName: "host" },
      VPCZoneIdentifier: "subnet-a",
    });
    await region.call("autoscaling", "PutLifecycleHook", {
      AutoScalingGroupName: "base",
      LifecycleHookName: "switchyard-drain",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      HeartbeatTimeout: 900,
      DefaultResult: "CONTINUE",
    });
  };

  const tasks = () => Object.values(region.state.ecs.tasks);
  const running = () => tasks().filter(({ lastStatus }) => lastStatus === "RUNNING");

  /** Sound processes: what is PENDING starts, what is STOPPING exits. */
  const runTasks = (): void => {
    for (const { taskArn, lastStatus } of tasks()) {
      if (lastStatus === "PENDING") region.observe({ kind: "task-started", taskArn, hostPort: 32_768 });
      if (lastStatus === "STOPPING") region.observe({ kind: "task-exited", taskArn, exitCode: 0, reason: "ended" });
    }
  };

  /** A service with a task on each of the three instances; answers the task of this one. */
  const runService = async (instanceId: string): Promise<string> => {
    await region.call("ecs", "RegisterTaskDefinition", {
      family: "web",
      containerDefinitions: [{ name: "app", image: "example.com/switchyard-demo:1", cpu: 256, memory: 512 }],
    });
    await region.call("ecs", "CreateService", {
      cluster: "main",
      serviceName: "web",
      taskDefinition: "web:1",
      desiredCount: 3,
      placementStrategy: [{ type: "spread", field: "instanceId" }],
    });
    await until(() => running().length === 3);
    return running().find(({ ec2InstanceId }) => ec2InstanceId === instanceId)?.taskArn ?? "";
  };

  const until = async (isSo: () => boolean): Promise<void> => {
    const giveUpAt = Date.now() + 15_000;
    while (!isSo()) {
      if (Date.now() > giveUpAt) throw new Error(`waited in vain; ${JSON.stringify(functions?.logs.slice(-3))}`);
      region.advance();
      runTasks();
      functions?.reconcile();
      await sleep(5);
    }
  };
  const registered = () => Object.values(region.state.ecs.containerInstances);
  const statusOf = (instanceId: string): ContainerInstance["status"] =>
    registered().find(({ ec2InstanceId }) => ec2InstanceId === instanceId)?.status;
  const spotIds = () =>
    Object.values(region.state.ec2.instances)
      .filter(({ lifecycle }) => lifecycle === "spot")
      .map(({ instanceId }) => instanceId);
  const baseId = (): string =>
    Object.values(region.state.ec2.instances).find(({ lifecycle }) => lifecycle === "on-demand")?.instanceId ?? "";
  /** Those that had an effect: on a slow machine a message comes back before its visit is over, and the second visit is refused. */
  const completions = () =>
    region.calls
      .filter(({ operation, error }) => operation === "CompleteLifecycleAction" && error === undefined)
      .map(({ input }) => (input as { LifecycleActionResult: string }).LifecycleActionResult);
  const stateOf = (instanceId: string) => region.state.ec2.instances[instanceId]?.state;
  const queued = () => region.state.sqs.queues[queueUrl]?.messages ?? [];

  /** Much faster than 10 times, a notice would end before the function's process has started. */
  const deploy = async (clockFactor: number, fleet: object = {}): Promise<void> => {
    const clock = createModelClock(clockFactor);
    folder = await mkdtemp(path.join(os.tmpdir(), "drain-"));
    region = new Region({ now: clock.now });
    endpoint = await startEndpoint(region.call.bind(region));
    await createChannel();
    await createCapacity(fleet);
    functions = await startLambdaFunctions(region, { bundleFolder: folder, endpointUrl: endpoint.url, clock });
    await until(() => registered().length === 3);
  };

  afterEach(async () => {
    await functions?.close();
    await endpoint?.close();
    await rm(folder, { recursive: true });
    expect(region.state.sqs.queues[deadUrl]?.messages).to.deep.equal([]);
  });

  it("drains what is interrupted, and nothing else", async () => {
    await deploy(10);
    const [taken = "", kept = ""] = spotIds();
    region.observe({ kind: "spot-interrupted", instanceIds: [taken] });
    await until(() => statusOf(taken) === "DRAINING" && queued().length === 0);

    expect(statusOf(kept)).to.equal("ACTIVE");
  });

  for (const [behavior, end] of [
    ["stop", "running"],
    ["hibernate", "stopped"],
  ] as const) {
    it(`drains what a fleet will ${behavior} as what it terminates, and its tasks move`, async () => {
      await deploy(10, { InstanceInterruptionBehavior: behavior });
      const [taken = "", kept = ""] = spotIds();
      const taskArn = await runService(taken);
      region.observe({ kind: "spot-interrupted", instanceIds: [taken] });
      const isElsewhere = () => running().filter(({ ec2InstanceId }) => ec2InstanceId !== taken).length === 3;
      await until(() => statusOf(taken) === "DRAINING" && queued().length === 0 && isElsewhere());

      expect(statusOf(kept)).to.equal("ACTIVE");
      expect(stateOf(taken)).to.equal(end);
      expect(running().map((task) => task.taskArn)).to.not.include(taskArn);
    });
  }

  it("doesn't let an instance go while a protected task works on it", async () => {
    await deploy(60);
    const base = baseId();
    const taskArn = await runService(base);
    const protection = { cluster: "main", tasks: [taskArn] };
    await region.call("ecs", "UpdateTaskProtection", { ...protection, protectionEnabled: true });
    await region.call("autoscaling", "UpdateAutoScalingGroup", { AutoScalingGroupName: "base", DesiredCapacity: 0 });
    // Three visits after its replacement runs, which is as long as an instance without protected tasks would take.
    await until(() => running().length === 4 && (queued()[0]?.receiveCount ?? 0) >= 6);
    expect(completions()).to.deep.equal([]);
    expect(running().map((task) => task.taskArn)).to.include(taskArn);

    await region.call("ecs", "UpdateTaskProtection", { ...protection, protectionEnabled: false });
    await until(() => stateOf(base) === "terminated" && queued().length === 0);

    expect(completions()).to.deep.equal(["CONTINUE"]);
  });

  it("empties an instance for a new root volume, and it takes tasks again", async () => {
    await deploy(60);
    const base = baseId();
    await runService(base);
    region.observe({ kind: "instances-let-go", instanceIds: [base], destination: "AutoScalingGroup" });
    await until(() => completions().length === 1 && queued().length === 0);

    expect(stateOf(base)).to.equal("running");
    const registrations = registered().filter(({ ec2InstanceId }) => ec2InstanceId === base);
    expect(registrations.map(({ status, isAgentConnected = true }) => [status, isAgentConnected])).to.deep.equal([
      ["DRAINING", false],
      ["ACTIVE", true],
    ]);
  });

  it("empties an instance on its way into the warm pool", async () => {
    await deploy(60);
    const base = baseId();
    const taskArn = await runService(base);
    await region.call("autoscaling", "UpdateAutoScalingGroup", { AutoScalingGroupName: "base", DesiredCapacity: 0 });
    region.observe({ kind: "instances-let-go", instanceIds: [base], destination: "WarmPool" });
    await until(() => stateOf(base) === "stopped" && queued().length === 0);

    expect(completions()).to.deep.equal(["CONTINUE"]);
    expect(tasks().find((task) => task.taskArn === taskArn)?.stopCode).to.equal("ServiceSchedulerInitiated");
  });

  it("ends the wait of a terminating hook when the instance is empty", async () => {
    await deploy(60);
    const base = baseId();
    await region.call("autoscaling", "UpdateAutoScalingGroup", { AutoScalingGroupName: "base", DesiredCapacity: 0 });
    await until(() => stateOf(base) === "terminated" && queued().length === 0);

    expect(completions()).to.deep.equal(["CONTINUE"]);
    expect(region.calls.map(({ operation }) => operation)).to.include("UpdateContainerInstancesState");
  });

  it("lets an instance at risk go when its replacement is there", async () => {
    await deploy(60);
    const [risky = "", other = ""] = spotIds();
    region.observe({ kind: "rebalance-recommended", instanceIds: [risky] });
    await until(() => stateOf(risky) === "terminated" && queued().length === 0);

    const [, , replacement = ""] = spotIds();
    expect([other, replacement].map(statusOf)).to.deep.equal(["ACTIVE", "ACTIVE"]);
    expect(spotIds().map(stateOf)).to.deep.equal(["terminated", "running", "running"]);
    const put = region.calls.filter(({ operation }) => operation === "PutAttributes").map(({ input }) => input);
    const names = put.flatMap((input) => (input as { attributes: { name: string }[] }).attributes);
    expect(names.map(({ name }) => name))
      .to.include("switchyard.rebalance")
      .and.include("switchyard.replaces");
  });
});
