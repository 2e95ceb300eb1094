import type { ContainerInstance } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { RehearsedRegion, registerWeb, userDataFor, withFleet } from "../rehearsed-region";

const queueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";

/** Everything that EC2 tells goes to one queue. */
const listen = async (rehearsed: RehearsedRegion): Promise<void> => {
  const statement = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: "*",
  };
  const Policy = JSON.stringify({ Statement: statement });
  await rehearsed.call("sqs", "CreateQueue", { QueueName: "jobs", Attributes: { Policy } });
  await rehearsed.call("events", "PutRule", { Name: "all", EventPattern: '{"source":[{"prefix":"aws."}]}' });
  await rehearsed.call("events", "PutTargets", {
    Rule: "all",
    Targets: [{ Id: "queue", Arn: "arn:aws:sqs:eu-west-1:123456789012:jobs" }],
  });
};

const told = (rehearsed: RehearsedRegion): readonly (readonly [unknown, unknown])[] =>
  (rehearsed.region.state.sqs.queues[queueUrl]?.messages ?? []).map(({ body }) => {
    const event = JSON.parse(body) as Readonly<Record<string, unknown>>;
    return [event["detail-type"], event["detail"]];
  });

describe("spot instances", () => {
  let rehearsed = new RehearsedRegion();
  const instances = () => Object.values(rehearsed.region.state.ec2.instances);
  const states = () => instances().map(({ state }) => state);
  const idOf = (index: number): string => instances()[index]?.instanceId ?? "";
  const statuses = async (): Promise<unknown> => {
    const { containerInstanceArns } = await rehearsed.call<{ containerInstanceArns: string[] }>(
      "ecs",
      "ListContainerInstances",
      { cluster: "main" },
    );
    const { containerInstances } = await rehearsed.call<{ containerInstances: ContainerInstance[] }>(
      "ecs",
      "DescribeContainerInstances",
      { cluster: "main", containerInstances: containerInstanceArns },
    );
    return containerInstances.map(({ ec2InstanceId, status }) => [ec2InstanceId, status]);
  };

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await withFleet(rehearsed, 2);
    await listen(rehearsed);
  });

  it("are taken two minutes after their notice, whatever happens, and replaced", async () => {
    const [first, second] = [idOf(0), idOf(1)];
    rehearsed.region.observe({ kind: "spot-interrupted", instanceIds: [first] });
    rehearsed.region.observe({ kind: "spot-interrupted", instanceIds: [first] });
    expect(told(rehearsed)).to.deep.equal([
      ["EC2 Spot Instance Interruption Warning", { "instance-id": first, "instance-action": "terminate" }],
    ]);
    rehearsed.tick(60_000);
    rehearsed.tick(59_999);
    expect(states()).to.deep.equal(["running", "running", "running"]);
    rehearsed.tick(1);

    expect(states()).to.deep.equal(["shutting-down", "running", "running"]);
    expect(await statuses()).to.deep.equal([
      [second, "ACTIVE"],
      [idOf(2), "ACTIVE"],
    ]);
    rehearsed.tick();
    expect(states()).to.deep.equal(["terminated", "running", "running"]);
  });

  it("that are at risk stay, and are replaced early by a fleet that rebalances", async () => {
    const fleets = Object.values(rehearsed.region.state.ec2.spotFleets);
    await rehearsed.call("ec2", "CancelSpotFleetRequests", {
      SpotFleetRequestIds: fleets.map(({ spotFleetRequestId }) => spotFleetRequestId),
      TerminateInstances: true,
    });
    const { config } = fleets[0] ?? {};
    const SpotMaintenanceStrategies = { CapacityRebalance: { ReplacementStrategy: "launch" } };
    await rehearsed.call("ec2", "RequestSpotFleet", {
      SpotFleetRequestConfig: { ...config, SpotMaintenanceStrategies },
    });
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
    rehearsed.region.observe({ kind: "rebalance-recommended", instanceIds: [idOf(2)] });
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300_000);

    expect(told(rehearsed)).to.deep.equal([["EC2 Instance Rebalance Recommendation", { "instance-id": idOf(2) }]]);
    expect(states()).to.deep.equal(["terminated", "terminated", "running", "running", "running"]);
  });

  it("that are at risk aren't replaced by a fleet that doesn't rebalance", () => {
    rehearsed.region.observe({ kind: "rebalance-recommended", instanceIds: [idOf(0)] });
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);

    expect(states()).to.deep.equal(["running", "running"]);
  });

  it("are the only ones that AWS takes back", () => {
    expect(() => rehearsed.region.observe({ kind: "spot-interrupted", instanceIds: ["i-1"] })).to.throw(
      "i-1 is no running spot instance",
    );
  });
});

describe("spot instances of a fleet that stops or hibernates them", () => {
  let rehearsed = new RehearsedRegion();
  const instances = () => Object.values(rehearsed.region.state.ec2.instances);
  const states = () => instances().map(({ state }) => state);
  const registrations = async (filter?: string): Promise<unknown> => {
    const { containerInstanceArns } = await rehearsed.call<{ containerInstanceArns: string[] }>(
      "ecs",
      "ListContainerInstances",
      { cluster: "main", filter },
    );
    const { containerInstances } = await rehearsed.call<{ containerInstances: ContainerInstance[] }>(
      "ecs",
      "DescribeContainerInstances",
      { cluster: "main", containerInstances: containerInstanceArns },
    );
    return containerInstances.map(({ ec2InstanceId, status, agentConnected }) => [
      instances().findIndex(({ instanceId }) => instanceId === ec2InstanceId),
      status,
      agentConnected,
    ]);
  };

  const begin = async (behavior: "stop" | "hibernate"): Promise<string> => {
    rehearsed = new RehearsedRegion();
    await withFleet(rehearsed, 2, { InstanceInterruptionBehavior: behavior });
    await listen(rehearsed);
    const taskDefinition = await registerWeb(rehearsed);
    const input = { cluster: "main", serviceName: "web", taskDefinition, desiredCount: 2 };
    await rehearsed.call("ecs", "CreateService", input);
    rehearsed.settle();
    const [taken] = instances();
    rehearsed.region.observe({ kind: "spot-interrupted", instanceIds: [taken?.instanceId ?? ""] });
    return taken?.instanceId ?? "";
  };

  it("say so in their notice", async () => {
    for (const behavior of ["stop", "hibernate"] as const) {
      const taken = await begin(behavior);
      expect(told(rehearsed)).to.deep.equal([
        ["EC2 Spot Instance Interruption Warning", { "instance-id": taken, "instance-action": behavior }],
      ]);
    }
  });

  it("are stopped after two minutes, replaced, and stay registered without an agent", async () => {
    await begin("stop");
    for (const milliseconds of [60_000, 59_999]) rehearsed.tick(milliseconds);
    expect(states()).to.deep.equal(["running", "running", "running"]);
    rehearsed.tick(1);
    expect(states()).to.deep.equal(["stopping", "running", "running"]);
    rehearsed.tick();

    expect(states()).to.deep.equal(["stopped", "running", "running"]);
    expect(await registrations()).to.deep.equal([
      [0, "ACTIVE", false],
      [1, "ACTIVE", true],
      [2, "ACTIVE", true],
    ]);
    expect(await registrations("agentConnected == true")).to.deep.equal([
      [1, "ACTIVE", true],
      [2, "ACTIVE", true],
    ]);
  });

  it("are hibernated at once", async () => {
    await begin("hibernate");
    rehearsed.tick();

    expect(states()[0]).to.equal("stopping");
  });

  it("take their tasks along, which are placed where there is an agent", async () => {
    const taken = await begin("hibernate");
    rehearsed.settle(12);

    const running = rehearsed.tasks("RUNNING").map(({ ec2InstanceId }) => ec2InstanceId);
    expect(running).to.have.length(2).and.not.include(taken);
    expect(rehearsed.tasks("STOPPED").map(({ stoppedReason }) => stoppedReason)).to.deep.equal([
      `Host EC2 (instance ${taken}) terminated.`,
    ]);
  });

  it("leave their registration behind when they are terminated without an agent", async () => {
    const taken = await begin("hibernate");
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
    await rehearsed.call("ec2", "TerminateInstances", { InstanceIds: [taken] });
    for (let step = 0; step < 2; step += 1) rehearsed.tick();

    expect(states()[0]).to.equal("terminated");
    expect(await registrations("agentConnected == false")).to.deep.equal([[0, "ACTIVE", false]]);
  });

  it("go with their fleet when it is cancelled", async () => {
    await begin("hibernate");
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
    const SpotFleetRequestIds = Object.keys(rehearsed.region.state.ec2.spotFleets);
    await rehearsed.call("ec2", "CancelSpotFleetRequests", { SpotFleetRequestIds, TerminateInstances: true });
    for (let step = 0; step < 2; step += 1) rehearsed.tick();

    expect(states()).to.deep.equal(["terminated", "terminated", "terminated"]);
    expect(Object.values(rehearsed.region.state.ec2.spotFleets).map(({ state }) => state)).to.deep.equal(["cancelled"]);
  });
});

describe("terminating hooks", () => {
  let rehearsed = new RehearsedRegion();
  const call = <Output = unknown>(operation: string, input: object): Promise<Output> =>
    rehearsed.call<Output>("autoscaling", operation, input);
  const states = () => Object.values(rehearsed.region.state.ec2.instances).map(({ state }) => state);
  const member = async (): Promise<unknown> => {
    const { AutoScalingInstances } = await call<{
      AutoScalingInstances: { LifecycleState: string; InstanceId: string }[];
    }>("DescribeAutoScalingInstances", {});
    return AutoScalingInstances.map(({ LifecycleState }) => LifecycleState);
  };
  const putHook = (LifecycleHookName: string, change: object = {}): Promise<unknown> =>
    call("PutLifecycleHook", {
      AutoScalingGroupName: "base",
      LifecycleHookName,
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      HeartbeatTimeout: 100,
      DefaultResult: "CONTINUE",
      ...change,
    });
  const action = (rest: object = {}) => {
    const [detail] = told(rehearsed).map(([, value]) => value as { LifecycleActionToken: string });
    return {
      AutoScalingGroupName: "base",
      LifecycleHookName: "drain",
      LifecycleActionToken: detail?.LifecycleActionToken,
      InstanceId: Object.keys(rehearsed.region.state.ec2.instances)[0],
      ...rest,
    };
  };

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await listen(rehearsed);
    await rehearsed.call("ecs", "CreateCluster", { clusterName: "main" });
    await rehearsed.call("ec2", "CreateLaunchTemplate", {
      LaunchTemplateName: "host",
      LaunchTemplateData: { ImageId: "ami-1", InstanceType: "m7g.large", UserData: userDataFor("main") },
    });
    await call("CreateAutoScalingGroup", {
      AutoScalingGroupName: "base",
      MinSize: 0,
      MaxSize: 1,
      DesiredCapacity: 1,
      LaunchTemplate: { LaunchTemplateName: "host" },
      VPCZoneIdentifier: "subnet-a",
    });
    await putHook("drain");
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
    await call("UpdateAutoScalingGroup", { AutoScalingGroupName: "base", DesiredCapacity: 0 });
    rehearsed.tick();
  });

  it("keep an instance that its group lets go, and tell of it once", async () => {
    rehearsed.tick();
    const { LifecycleActionToken, InstanceId } = action();

    expect(await member()).to.deep.equal(["Terminating:Wait"]);
    expect(states()).to.deep.equal(["running"]);
    expect(told(rehearsed)).to.deep.equal([
      [
        "EC2 Instance-terminate Lifecycle Action",
        {
          LifecycleActionToken,
          AutoScalingGroupName: "base",
          LifecycleHookName: "drain",
          EC2InstanceId: InstanceId,
          LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
          Origin: "AutoScalingGroup",
          Destination: "EC2",
        },
      ],
    ]);
  });

  it("let it go when the action is completed, and not twice", async () => {
    await call("CompleteLifecycleAction", action({ LifecycleActionResult: "CONTINUE" }));
    expect(states()).to.deep.equal(["shutting-down"]);

    const again = action({ LifecycleActionResult: "CONTINUE" });
    expect(await rehearsed.refusal("autoscaling", "CompleteLifecycleAction", again)).to.deep.equal([
      "ValidationError",
      `No active Lifecycle Action found with instance ID ${again.InstanceId}`,
    ]);
  });

  it("let it go when their timeout ends", () => {
    rehearsed.tick(99_999);
    expect(states()).to.deep.equal(["running"]);
    rehearsed.tick(1);
    expect(states()).to.deep.equal(["terminated"]);
  });

  it("wait longer with every heartbeat, but not beyond a hundred timeouts", async () => {
    for (let beat = 0; beat < 199; beat += 1) {
      rehearsed.tick(50_000);
      await call("RecordLifecycleActionHeartbeat", action());
    }
    expect(states()).to.deep.equal(["running"]);
    rehearsed.tick(49_999);
    expect(states()).to.deep.equal(["running"]);
    rehearsed.tick(1);
    rehearsed.tick();

    expect(states()).to.deep.equal(["terminated"]);
  });

  it("wait 48 hours at most, however long their timeout", async () => {
    await call("CompleteLifecycleAction", action({ LifecycleActionResult: "CONTINUE" }));
    await putHook("drain", { HeartbeatTimeout: 7200 });
    await call("UpdateAutoScalingGroup", { AutoScalingGroupName: "base", DesiredCapacity: 1 });
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
    await call("UpdateAutoScalingGroup", { AutoScalingGroupName: "base", DesiredCapacity: 0 });
    rehearsed.tick();
    const [wait] = Object.values(rehearsed.region.state.autoscaling.waits);
    const input = { AutoScalingGroupName: "base", LifecycleHookName: "drain", InstanceId: wait?.instanceId };
    for (let hour = 1; hour < 48; hour += 1) {
      rehearsed.tick(3_600_000);
      await call("RecordLifecycleActionHeartbeat", input);
    }
    rehearsed.tick(3_599_999);
    expect(states().at(-1)).to.equal("running");
    rehearsed.tick(1);
    rehearsed.tick();

    expect(states().at(-1)).to.equal("terminated");
  });

  const strangers: readonly object[] = [
    { LifecycleActionToken: "other" },
    { LifecycleHookName: "other" },
    { AutoScalingGroupName: "other" },
    { InstanceId: "i-1" },
    { InstanceId: undefined, LifecycleActionToken: undefined },
  ];
  for (const stranger of strangers) {
    it(`don't end for ${JSON.stringify(stranger)}`, async () => {
      const input = { ...action(stranger), LifecycleActionResult: "CONTINUE" };
      const refused = await rehearsed.refusal("autoscaling", "CompleteLifecycleAction", input);

      expect(refused).to.have.property("0", "ValidationError");
      expect(states()).to.deep.equal(["running"]);
    });
  }

  it("know two results", async () => {
    const refused = await rehearsed.refusal("autoscaling", "CompleteLifecycleAction", action());

    expect(refused).to.deep.equal(["ValidationError", "LifecycleActionResult is undefined: use CONTINUE or ABANDON."]);
  });

  it("are ended by their deletion", async () => {
    await call("DeleteLifecycleHook", { AutoScalingGroupName: "base", LifecycleHookName: "drain" });

    expect(states()).to.deep.equal(["shutting-down"]);
    expect(rehearsed.region.state.autoscaling.waits).to.deep.equal({});
  });

  it("don't hold a group that is deleted by force", async () => {
    await call("DeleteAutoScalingGroup", { AutoScalingGroupName: "base", ForceDelete: true });
    for (let step = 0; step < 3; step += 1) rehearsed.tick();

    expect(states()).to.deep.equal(["terminated"]);
    expect(rehearsed.region.state.autoscaling).to.deep.equal({ groups: {}, waits: {}, retained: [] });
  });
});

describe("instances that a group lets go of but keeps", () => {
  let rehearsed = new RehearsedRegion();
  const instances = () => Object.values(rehearsed.region.state.ec2.instances);
  const letGo = (destination: "WarmPool" | "AutoScalingGroup"): void =>
    rehearsed.region.observe({
      kind: "instances-let-go",
      instanceIds: instances().map(({ instanceId }) => instanceId),
      destination,
    });
  const members = async (): Promise<unknown> => {
    const { AutoScalingInstances } = await rehearsed.call<{ AutoScalingInstances: { LifecycleState: string }[] }>(
      "autoscaling",
      "DescribeAutoScalingInstances",
    );
    return AutoScalingInstances.map(({ LifecycleState }) => LifecycleState);
  };
  const complete = async (LifecycleActionResult: "CONTINUE" | "ABANDON"): Promise<void> => {
    const [wait] = Object.values(rehearsed.region.state.autoscaling.waits);
    await rehearsed.call("autoscaling", "CompleteLifecycleAction", {
      AutoScalingGroupName: "base",
      LifecycleHookName: "drain",
      LifecycleActionToken: wait?.lifecycleActionToken,
      LifecycleActionResult,
    });
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
  };
  const agents = () =>
    Object.values(rehearsed.region.state.ecs.containerInstances).map(({ isAgentConnected = true }) => isAgentConnected);

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await listen(rehearsed);
    await rehearsed.call("ecs", "CreateCluster", { clusterName: "main" });
    await rehearsed.call("ec2", "CreateLaunchTemplate", {
      LaunchTemplateName: "host",
      LaunchTemplateData: { ImageId: "ami-1", InstanceType: "m7g.large", UserData: userDataFor("main") },
    });
    await rehearsed.call("autoscaling", "CreateAutoScalingGroup", {
      AutoScalingGroupName: "base",
      MinSize: 0,
      MaxSize: 2,
      DesiredCapacity: 1,
      LaunchTemplate: { LaunchTemplateName: "host" },
      VPCZoneIdentifier: "subnet-a",
    });
    await rehearsed.call("autoscaling", "PutLifecycleHook", {
      AutoScalingGroupName: "base",
      LifecycleHookName: "drain",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      HeartbeatTimeout: 100,
    });
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
  });

  it("tell where they go", () => {
    for (const destination of ["WarmPool", "AutoScalingGroup"] as const) letGo(destination);

    const [pool] = told(rehearsed).map(([, detail]) => detail);
    expect(told(rehearsed)).to.have.length(1);
    expect(pool).to.include({ Origin: "AutoScalingGroup", Destination: "WarmPool" }).and.not.have.property("Action");
  });

  it("wait in a state of their own for a new root volume, and stay members", async () => {
    letGo("AutoScalingGroup");
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
    expect(told(rehearsed).map(([, detail]) => detail)[0]).to.include({
      Destination: "AutoScalingGroup",
      Action: "ReplaceRootVolume",
    });
    expect(await members()).to.deep.equal(["ReplacingRootVolume:Wait"]);

    await complete("CONTINUE");

    expect(await members()).to.deep.equal(["InService"]);
    expect(instances().map(({ state }) => state)).to.deep.equal(["running"]);
    // The agent of the new volume registered anew; the old registration has none.
    expect(agents()).to.deep.equal([false, true]);
  });

  it("stop on their way into the warm pool, and are replaced", async () => {
    letGo("WarmPool");
    expect(await members()).to.deep.equal(["Terminating:Wait"]);

    await complete("CONTINUE");

    expect(await members()).to.deep.equal(["Warmed:Stopped", "InService"]);
    expect(instances().map(({ state }) => state)).to.deep.equal(["stopped", "running"]);
    expect(agents()).to.deep.equal([false, true]);
  });

  for (const destination of ["WarmPool", "AutoScalingGroup"] as const) {
    it(`are terminated where a hook on the way to ${destination} is abandoned`, async () => {
      letGo(destination);

      await complete("ABANDON");

      expect(instances().map(({ state }) => state)).to.deep.equal(["terminated", "running"]);
    });
  }
});

describe("a group with two terminating hooks", () => {
  for (const [result, left] of [
    ["CONTINUE", "running"],
    ["ABANDON", "shutting-down"],
  ] as const) {
    it(`leaves an instance ${left} after one ${result}`, async () => {
      const rehearsed = new RehearsedRegion();
      await rehearsed.call("ec2", "CreateLaunchTemplate", {
        LaunchTemplateName: "host",
        LaunchTemplateData: { ImageId: "ami-1", InstanceType: "m7g.large" },
      });
      await rehearsed.call("autoscaling", "CreateAutoScalingGroup", {
        AutoScalingGroupName: "base",
        MinSize: 0,
        MaxSize: 1,
        DesiredCapacity: 1,
        LaunchTemplate: { LaunchTemplateName: "host" },
        VPCZoneIdentifier: "subnet-a",
      });
      for (const LifecycleHookName of ["one", "two"]) {
        await rehearsed.call("autoscaling", "PutLifecycleHook", {
          AutoScalingGroupName: "base",
          LifecycleHookName,
          LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
        });
      }
      for (let step = 0; step < 3; step += 1) rehearsed.tick(300);
      await rehearsed.call("autoscaling", "UpdateAutoScalingGroup", {
        AutoScalingGroupName: "base",
        DesiredCapacity: 0,
      });
      rehearsed.tick();
      const [InstanceId] = Object.keys(rehearsed.region.state.ec2.instances);
      await rehearsed.call("autoscaling", "CompleteLifecycleAction", {
        AutoScalingGroupName: "base",
        LifecycleHookName: "one",
        LifecycleActionResult: result,
        InstanceId,
      });

      expect(Object.values(rehearsed.region.state.ec2.instances).map(({ state }) => state)).to.deep.equal([left]);
    });
  }
});
