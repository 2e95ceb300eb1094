import type { ContainerInstance } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { RehearsedRegion, userDataFor, withFleet } from "../rehearsed-region";

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
    expect(rehearsed.region.state.autoscaling).to.deep.equal({ groups: {}, waits: {} });
  });
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
