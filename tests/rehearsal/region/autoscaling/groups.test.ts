import type { AutoScalingGroup, DescribeAutoScalingGroupsCommandOutput } from "@aws-sdk/client-auto-scaling";
import { expect } from "chai";
import type { InstanceRecord } from "../../../../rehearsal/region/ec2/state";
import { RehearsedRegion, userDataFor } from "../rehearsed-region";

describe("Auto Scaling groups", () => {
  let rehearsed: RehearsedRegion;
  let LaunchTemplateId: string;

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await rehearsed.call("ecs", "CreateCluster", { clusterName: "main" });
    const input = {
      LaunchTemplateName: "host",
      LaunchTemplateData: { ImageId: "ami-1", UserData: userDataFor("main"), InstanceType: "m7g.large" },
    };
    const created = await rehearsed.call<{ LaunchTemplate: { LaunchTemplateId: string } }>(
      "ec2",
      "CreateLaunchTemplate",
      input,
    );
    ({ LaunchTemplateId } = created.LaunchTemplate);
  });

  const inputFor = (change: object = {}) => ({
    AutoScalingGroupName: "base",
    MinSize: 2,
    MaxSize: 2,
    DesiredCapacity: 2,
    VPCZoneIdentifier: "subnet-a,subnet-b",
    LaunchTemplate: { LaunchTemplateId, Version: "$Latest" },
    Tags: [
      { Key: "Name", Value: "base", PropagateAtLaunch: true },
      { Key: "own", Value: "1", PropagateAtLaunch: false },
    ],
    ...change,
  });

  const create = async (change: object = {}): Promise<void> => {
    await rehearsed.call("autoscaling", "CreateAutoScalingGroup", inputFor(change));
    pass();
  };

  const pass = (): void => {
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
  };

  const describeBase = async (): Promise<AutoScalingGroup | undefined> => {
    const input = { AutoScalingGroupNames: ["base"] };
    const output = await rehearsed.call<DescribeAutoScalingGroupsCommandOutput>(
      "autoscaling",
      "DescribeAutoScalingGroups",
      input,
    );
    return output.AutoScalingGroups?.[0];
  };

  const running = (): readonly InstanceRecord[] =>
    Object.values(rehearsed.region.state.ec2.instances).filter(({ state }) => state === "running");

  it("launch their instances over their subnets, into the cluster, with the tags that propagate", async () => {
    await create();
    expect(running().map(({ subnetId, lifecycle, tags }) => [subnetId, lifecycle, tags.slice(0, 2)])).to.deep.equal(
      ["subnet-a", "subnet-b"].map((subnetId) => [
        subnetId,
        "on-demand",
        [
          { Key: "Name", Value: "base" },
          { Key: "aws:autoscaling:groupName", Value: "base" },
        ],
      ]),
    );
    expect(Object.keys(rehearsed.region.state.ecs.containerInstances)).to.have.length(2);
    const { Instances = [], MinSize, MaxSize, DesiredCapacity } = (await describeBase()) ?? {};
    expect([MinSize, MaxSize, DesiredCapacity]).to.deep.equal([2, 2, 2]);
    expect(Instances.map(({ LifecycleState, HealthStatus }) => [LifecycleState, HealthStatus])).to.deep.equal(
      Array(2).fill(["InService", "Healthy"]),
    );
  });

  it("replace an instance that is terminated", async () => {
    await create();
    const [lost] = running();
    await rehearsed.call("ec2", "TerminateInstances", { InstanceIds: [lost?.instanceId] });
    pass();

    expect(running()).to.have.length(2);
    expect(running().map(({ instanceId }) => instanceId)).to.not.include(lost?.instanceId);
  });

  it("shrink and grow with an update, which keeps the desired capacity within the sizes", async () => {
    await create();
    const update = (change: object) =>
      rehearsed.call("autoscaling", "UpdateAutoScalingGroup", { AutoScalingGroupName: "base", ...change });
    await update({ MinSize: 1, MaxSize: 1 });
    pass();
    expect([running().length, (await describeBase())?.DesiredCapacity]).to.deep.equal([1, 1]);
    await update({ MinSize: 3, MaxSize: 3 });
    pass();

    expect([running().length, (await describeBase())?.DesiredCapacity]).to.deep.equal([3, 3]);
  });

  it("launch the first override of a mixed instances policy, spot where nothing is on-demand", async () => {
    await create({
      LaunchTemplate: undefined,
      MixedInstancesPolicy: {
        InstancesDistribution: { OnDemandBaseCapacity: 0, OnDemandPercentageAboveBaseCapacity: 0 },
        LaunchTemplate: {
          LaunchTemplateSpecification: { LaunchTemplateId, Version: "$Latest" },
          Overrides: [{ InstanceType: "c7g.large" }, { InstanceType: "m7g.large" }],
        },
      },
    });

    expect(running().map(({ instanceType, lifecycle }) => [instanceType, lifecycle])).to.deep.equal(
      Array(2).fill(["c7g.large", "spot"]),
    );
  });

  it("are only deleted with instances by force, and are gone when the last one is", async () => {
    await create();
    expect(
      await rehearsed.refusal("autoscaling", "DeleteAutoScalingGroup", { AutoScalingGroupName: "base" }),
    ).to.deep.equal([
      "ResourceInUse",
      "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.",
    ]);
    await rehearsed.call("autoscaling", "DeleteAutoScalingGroup", { AutoScalingGroupName: "base", ForceDelete: true });
    expect((await describeBase())?.Status).to.equal("Delete in progress");
    pass();

    expect([await describeBase(), running(), Object.keys(rehearsed.region.state.ecs.containerInstances)]).to.deep.equal(
      [undefined, [], []],
    );
  });

  const refusals: readonly (readonly [object, readonly string[]])[] = [
    [
      { DesiredCapacity: 3 },
      ["ValidationError", "Desired capacity:3 must be between the specified min size:2 and max size:2"],
    ],
    [
      { LaunchTemplate: undefined },
      ["ValidationError", "Valid requests must contain either LaunchTemplate or MixedInstancesPolicy."],
    ],
    [
      { AutoScalingGroupName: "a:b" },
      ["ValidationError", 'Group name "a:b" is not allowed: use 1 to 255 characters without a colon.'],
    ],
    [{ VPCZoneIdentifier: undefined }, ["InvalidParameterValue", "A subnet is needed for every override."]],
  ];
  for (const [change, refusal] of refusals) {
    it(`are refused: ${refusal[1]}`, async () => {
      expect(await rehearsed.refusal("autoscaling", "CreateAutoScalingGroup", inputFor(change))).to.deep.equal(refusal);
    });
  }

  it("exist once under a name, and are not updated under another", async () => {
    await create();
    expect(await rehearsed.refusal("autoscaling", "CreateAutoScalingGroup", inputFor())).to.deep.equal([
      "AlreadyExists",
      "AutoScalingGroup by this name already exists - A group with the name base already exists",
    ]);
    expect(
      await rehearsed.refusal("autoscaling", "UpdateAutoScalingGroup", { AutoScalingGroupName: "other" }),
    ).to.deep.equal(["ValidationError", "AutoScalingGroup name not found - AutoScalingGroup 'other' not found"]);
  });

  describe("lifecycle hooks", () => {
    const put = (change: object = {}) => ({
      AutoScalingGroupName: "base",
      LifecycleHookName: "drain",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      ...change,
    });

    beforeEach(() => create());

    it("are stored with AWS's defaults and replaced under their name", async () => {
      await rehearsed.call("autoscaling", "PutLifecycleHook", put());
      await rehearsed.call(
        "autoscaling",
        "PutLifecycleHook",
        put({ LifecycleHookName: "other", HeartbeatTimeout: 300, DefaultResult: "CONTINUE" }),
      );
      const { LifecycleHooks } = await rehearsed.call<{ LifecycleHooks: object[] }>(
        "autoscaling",
        "DescribeLifecycleHooks",
        {
          AutoScalingGroupName: "base",
        },
      );
      const rest = { NotificationTargetARN: undefined, RoleARN: undefined, NotificationMetadata: undefined };

      expect(LifecycleHooks).to.deep.equal([
        { ...put(), DefaultResult: "ABANDON", HeartbeatTimeout: 3600, GlobalTimeout: 172_800, ...rest },
        {
          ...put({ LifecycleHookName: "other" }),
          DefaultResult: "CONTINUE",
          HeartbeatTimeout: 300,
          GlobalTimeout: 30_000,
          ...rest,
        },
      ]);
    });

    it("are removed by name", async () => {
      await rehearsed.call("autoscaling", "PutLifecycleHook", put());
      const input = { AutoScalingGroupName: "base", LifecycleHookName: "drain" };
      await rehearsed.call("autoscaling", "DeleteLifecycleHook", input);
      expect(
        await rehearsed.call("autoscaling", "DescribeLifecycleHooks", { AutoScalingGroupName: "base" }),
      ).to.deep.equal({ LifecycleHooks: [] });
      expect(await rehearsed.refusal("autoscaling", "DeleteLifecycleHook", input)).to.deep.equal([
        "ValidationError",
        "No Lifecycle Hook found with name: drain",
      ]);
    });

    it("refuse a heartbeat out of bounds and a new hook without its transition", async () => {
      expect(await rehearsed.refusal("autoscaling", "PutLifecycleHook", put({ HeartbeatTimeout: 29 }))).to.deep.equal([
        "ValidationError",
        "HeartbeatTimeout is 29: use 30 to 7200 seconds.",
      ]);
      expect(
        await rehearsed.refusal("autoscaling", "PutLifecycleHook", put({ LifecycleTransition: undefined })),
      ).to.deep.equal(["ValidationError", "LifecycleTransition is required for a new lifecycle hook."]);
    });
  });
});
