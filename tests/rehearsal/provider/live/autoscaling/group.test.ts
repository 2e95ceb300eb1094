import { expect } from "chai";
import { group } from "../../../../../rehearsal/provider/live/autoscaling/group";
import { lifecycleHook } from "../../../../../rehearsal/provider/live/autoscaling/lifecycle-hook";
import { parseDuration } from "../../../../../rehearsal/provider/live/autoscaling/parse-duration";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const described = (...states: readonly string[]) => ({
  AutoScalingGroups: [
    {
      AutoScalingGroupName: "ecs-1",
      AutoScalingGroupARN: "arn:g",
      AvailabilityZones: ["eu-west-1a"],
      DesiredCapacity: 2,
      HealthCheckType: "EC2",
      Instances: states.map((LifecycleState) => ({ LifecycleState })),
    },
  ],
});
const nothing = { AutoScalingGroups: [] };
const describeCall = ["autoscaling:DescribeAutoScalingGroups", { AutoScalingGroupNames: ["ecs-1"] }];
const inputs = {
  name: "ecs-1",
  minSize: 0,
  maxSize: 4,
  capacityRebalance: true,
  healthCheckType: "EC2",
  vpcZoneIdentifiers: ["subnet-1", "subnet-2"],
  waitForCapacityTimeout: "0",
  forceDelete: true,
  mixedInstancesPolicy: {
    instancesDistribution: {
      onDemandBaseCapacity: 0,
      onDemandPercentageAboveBaseCapacity: 0,
      spotAllocationStrategy: "price-capacity-optimized",
    },
    launchTemplate: {
      launchTemplateSpecification: { launchTemplateId: "lt-1", version: "$Latest" },
      overrides: [{ instanceType: "m7g.large", weightedCapacity: "1" }, { instanceType: "c7g.large" }],
    },
  },
};
const created = {
  AutoScalingGroupName: "ecs-1",
  CapacityRebalance: true,
  HealthCheckGracePeriod: 300,
  HealthCheckType: "EC2",
  MaxSize: 4,
  MinSize: 0,
  MixedInstancesPolicy: {
    InstancesDistribution: {
      OnDemandBaseCapacity: 0,
      OnDemandPercentageAboveBaseCapacity: 0,
      SpotAllocationStrategy: "price-capacity-optimized",
    },
    LaunchTemplate: {
      LaunchTemplateSpecification: { LaunchTemplateId: "lt-1", Version: "$Latest" },
      Overrides: [{ InstanceType: "m7g.large", WeightedCapacity: "1" }, { InstanceType: "c7g.large" }],
    },
  },
  NewInstancesProtectedFromScaleIn: false,
  VPCZoneIdentifier: "subnet-1,subnet-2",
};

describe("aws.autoscaling.Group", () => {
  it("keeps what is abandoned where the policy says so", async () => {
    const { calls, context } = scriptedAws({
      "autoscaling:CreateAutoScalingGroup": {},
      "autoscaling:DescribeAutoScalingGroups": described(),
    });
    const instanceLifecyclePolicy = { retentionTriggers: { terminateHookAbandon: "retain" } };
    await group.create({ ...inputs, instanceLifecyclePolicy }, context);
    expect(calls[0]).to.deep.equal([
      "autoscaling:CreateAutoScalingGroup",
      { ...created, InstanceLifecyclePolicy: { RetentionTriggers: { TerminateHookAbandon: "retain" } } },
    ]);
  });

  it("is created, and not waited for where the program says so", async () => {
    const { context, calls, kept } = scriptedAws({
      "autoscaling:CreateAutoScalingGroup": {},
      "autoscaling:DescribeAutoScalingGroups": described(),
    });
    const resource = await group.create(inputs, context);
    expect(calls).to.deep.equal([["autoscaling:CreateAutoScalingGroup", created], describeCall]);
    expect(resource).to.deep.equal({
      id: "ecs-1",
      outputs: {
        arn: "arn:g",
        availabilityZones: ["eu-west-1a"],
        desiredCapacity: 2,
        healthCheckType: "EC2",
        name: "ecs-1",
      },
    });
    expect(kept.map(({ id }) => id)).to.deep.equal(["ecs-1"]);
  });

  it("is waited for until as many instances as wanted are in service", async () => {
    const { context, calls } = scriptedAws({
      "autoscaling:CreateAutoScalingGroup": {},
      "autoscaling:DescribeAutoScalingGroups": [described("InService", "Pending"), described("InService", "InService")],
    });
    await group.create({ ...inputs, desiredCapacity: 2, waitForCapacityTimeout: "10m" }, context);
    expect(calls.slice(1)).to.deep.equal(Array(3).fill(describeCall));
  });

  it("is created with a launch template and tags of its own", async () => {
    const { context, calls } = scriptedAws({
      "autoscaling:CreateAutoScalingGroup": {},
      "autoscaling:DescribeAutoScalingGroups": described(),
    });
    const tags = [{ key: "a", value: "b", propagateAtLaunch: true }];
    const launchTemplate = { id: "lt-1", version: "$Latest" };
    await group.create(
      { name: "ecs-1", minSize: 1, maxSize: 1, launchTemplate, tags, waitForCapacityTimeout: "0" },
      context,
    );
    expect(calls[0]?.[1]).to.deep.equal({
      AutoScalingGroupName: "ecs-1",
      HealthCheckGracePeriod: 300,
      LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "$Latest" },
      MaxSize: 1,
      MinSize: 1,
      NewInstancesProtectedFromScaleIn: false,
      Tags: [
        {
          Key: "a",
          PropagateAtLaunch: true,
          ResourceId: "ecs-1",
          ResourceType: "auto-scaling-group",
          Value: "b",
        },
      ],
    });
  });

  it("is updated with what changed", async () => {
    const { context, calls } = scriptedAws({
      "autoscaling:UpdateAutoScalingGroup": {},
      "autoscaling:DeleteTags": {},
      "autoscaling:CreateOrUpdateTags": {},
    });
    const olds = { ...inputs, tags: [{ key: "a", value: "1" }] };
    const news = { ...inputs, maxSize: 6, capacityRebalance: false, tags: [{ key: "b", value: "2" }] };
    await group.update({ id: "ecs-1", state: {}, olds, news }, context);
    const tag = (Key: string, Value: string) => ({
      Key,
      PropagateAtLaunch: false,
      ResourceId: "ecs-1",
      ResourceType: "auto-scaling-group",
      Value,
    });
    expect(calls).to.deep.equal([
      ["autoscaling:UpdateAutoScalingGroup", { AutoScalingGroupName: "ecs-1", CapacityRebalance: false, MaxSize: 6 }],
      ["autoscaling:DeleteTags", { Tags: [tag("a", "1")] }],
      ["autoscaling:CreateOrUpdateTags", { Tags: [tag("b", "2")] }],
    ]);
  });

  it("is deleted by force, and waited for until it is gone", async () => {
    const { context, calls } = scriptedAws({
      "autoscaling:DeleteAutoScalingGroup": [new AwsError("ScalingActivityInProgress", "busy"), {}],
      "autoscaling:DescribeAutoScalingGroups": [described("Terminating"), nothing],
    });
    await group.delete({ id: "ecs-1", state: inputs }, context);
    const deletion = ["autoscaling:DeleteAutoScalingGroup", { AutoScalingGroupName: "ecs-1", ForceDelete: true }];
    expect(calls).to.deep.equal([deletion, deletion, describeCall, describeCall]);
  });

  it("is emptied first where the program doesn't force it", async () => {
    const { context, calls } = scriptedAws({
      "autoscaling:UpdateAutoScalingGroup": {},
      "autoscaling:DeleteAutoScalingGroup": {},
      "autoscaling:DescribeAutoScalingGroups": [described("InService"), described("Terminating"), described(), nothing],
    });
    await group.delete({ id: "ecs-1", state: {} }, context);
    expect(calls).to.deep.equal([
      describeCall,
      [
        "autoscaling:UpdateAutoScalingGroup",
        { AutoScalingGroupName: "ecs-1", MinSize: 0, MaxSize: 0, DesiredCapacity: 0 },
      ],
      describeCall,
      describeCall,
      ["autoscaling:DeleteAutoScalingGroup", { AutoScalingGroupName: "ecs-1", ForceDelete: false }],
      describeCall,
    ]);
  });

  it("is as good as deleted where AWS doesn't find it, not where it refuses", async () => {
    const refusals = [
      new AwsError("ValidationError", "AutoScalingGroup name not found - ecs-1"),
      new AwsError("ValidationError", "Something else."),
    ];
    const { context } = scriptedAws({
      "autoscaling:DeleteAutoScalingGroup": refusals,
      "autoscaling:DescribeAutoScalingGroups": nothing,
    });
    await group.delete({ id: "ecs-1", state: inputs }, context);
    expect(await group.delete({ id: "ecs-1", state: inputs }, context).catch(String)).to.contain("Something else.");
  });

  it("reads a capacity that somebody changed, or is gone", async () => {
    const { context } = scriptedAws({ "autoscaling:DescribeAutoScalingGroups": [described(), nothing] });
    expect((await group.read({ id: "ecs-1", state: {} }, context))?.inputs).to.deep.equal({ desiredCapacity: 2 });
    expect(await group.read({ id: "ecs-1", state: {} }, context)).to.equal(undefined);
  });

  it("refuses what isn't modelled by name", async () => {
    const { context, calls } = scriptedAws({});
    const error = await group.create({ ...inputs, warmPool: {} }, context).catch(String);
    expect(error).to.equal("Error: The rehearsal does not model the property warmPool of an Auto Scaling group.");
    expect(calls).to.deep.equal([]);
  });
});

describe("aws.autoscaling.LifecycleHook", () => {
  const hook = {
    name: "drain-1",
    autoscalingGroupName: "ecs-1",
    defaultResult: "CONTINUE",
    heartbeatTimeout: 300,
    lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
  };
  const put = {
    AutoScalingGroupName: "ecs-1",
    DefaultResult: "CONTINUE",
    HeartbeatTimeout: 300,
    LifecycleHookName: "drain-1",
    LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
  };
  const named = { AutoScalingGroupName: "ecs-1", LifecycleHookName: "drain-1" };

  it("is put, put again and deleted", async () => {
    const { context, calls } = scriptedAws({
      "autoscaling:PutLifecycleHook": {},
      "autoscaling:DeleteLifecycleHook": {},
    });
    expect((await lifecycleHook.create(hook, context)).id).to.equal("drain-1");
    const news = { ...hook, heartbeatTimeout: 600 };
    await lifecycleHook.update({ id: "drain-1", state: hook, olds: hook, news }, context);
    await lifecycleHook.delete({ id: "drain-1", state: hook }, context);
    expect(calls).to.deep.equal([
      ["autoscaling:PutLifecycleHook", put],
      ["autoscaling:PutLifecycleHook", { ...put, HeartbeatTimeout: 600 }],
      ["autoscaling:DeleteLifecycleHook", named],
    ]);
  });

  it("is read, found to be gone, and as good as deleted where it is gone", async () => {
    const gone = new AwsError("ValidationError", "No Lifecycle Hook found");
    const { context } = scriptedAws({
      "autoscaling:DescribeLifecycleHooks": [{ LifecycleHooks: [{ DefaultResult: "ABANDON" }] }, gone],
      "autoscaling:DeleteLifecycleHook": [gone],
    });
    expect((await lifecycleHook.read({ id: "drain-1", state: hook }, context))?.outputs).to.deep.equal({
      defaultResult: "ABANDON",
    });
    expect(await lifecycleHook.read({ id: "drain-1", state: hook }, context)).to.equal(undefined);
    await lifecycleHook.delete({ id: "drain-1", state: hook }, context);
  });
});

describe("parseDuration", () => {
  for (const [text, milliseconds] of [
    ["0", 0],
    ["90s", 90_000],
    ["10m", 600_000],
    ["1h30m", 5_400_000],
    ["1.5s", 1500],
    ["250ms", 250],
  ] as const) {
    it(`reads ${text} as ${milliseconds} milliseconds`, () => {
      expect(parseDuration(text)).to.equal(milliseconds);
    });
  }

  for (const text of ["", "10", "ten minutes", "10m!", "m"]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseDuration(text)).to.throw(`${JSON.stringify(text)} is not a duration`);
    });
  }
});
