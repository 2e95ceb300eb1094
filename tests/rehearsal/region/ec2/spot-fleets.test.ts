import type { DescribeInstancesCommandOutput, DescribeSpotFleetRequestsCommandOutput } from "@aws-sdk/client-ec2";
import { expect } from "chai";
import fc from "fast-check";
import type { InstanceRecord } from "../../../../rehearsal/region/ec2/state";
import { RehearsedRegion, userDataFor, withFleet } from "../rehearsed-region";

describe("EC2 Spot Fleets", () => {
  let rehearsed: RehearsedRegion;

  beforeEach(() => {
    rehearsed = new RehearsedRegion();
  });

  const instances = (...states: readonly InstanceRecord["state"][]): readonly InstanceRecord[] =>
    Object.values(rehearsed.region.state.ec2.instances).filter(({ state }) => states.includes(state));

  const inEcs = (): readonly string[] =>
    Object.values(rehearsed.region.state.ecs.containerInstances).map(({ ec2InstanceId }) => ec2InstanceId);

  const describeFleet = async (id: string) => {
    const input = { SpotFleetRequestIds: [id] };
    const output = await rehearsed.call<DescribeSpotFleetRequestsCommandOutput>(
      "ec2",
      "DescribeSpotFleetRequests",
      input,
    );
    const [{ SpotFleetRequestState, ActivityStatus, SpotFleetRequestConfig } = {}] =
      output.SpotFleetRequestConfigs ?? [];
    return [
      SpotFleetRequestState,
      ActivityStatus,
      SpotFleetRequestConfig?.TargetCapacity,
      SpotFleetRequestConfig?.FulfilledCapacity,
    ];
  };

  const createTemplate = async (data: object = {}): Promise<string> => {
    const input = {
      LaunchTemplateName: "host",
      LaunchTemplateData: { ImageId: "ami-1", UserData: userDataFor("main"), ...data },
    };
    const { LaunchTemplate } = await rehearsed.call<{ LaunchTemplate: { LaunchTemplateId: string } }>(
      "ec2",
      "CreateLaunchTemplate",
      input,
    );
    return LaunchTemplate.LaunchTemplateId;
  };

  const configFor = (LaunchTemplateId: string, overrides: readonly object[], change: object = {}) => ({
    SpotFleetRequestConfig: {
      IamFleetRole: "arn:aws:iam::123456789012:role/fleet",
      TargetCapacity: 2,
      LaunchTemplateConfigs: [
        { LaunchTemplateSpecification: { LaunchTemplateId, Version: "$Latest" }, Overrides: overrides },
      ],
      ...change,
    },
  });

  const request = async (overrides: readonly object[], change: object = {}): Promise<string> => {
    const input = configFor(await createTemplate(), overrides, change);
    return (await rehearsed.call<{ SpotFleetRequestId: string }>("ec2", "RequestSpotFleet", input)).SpotFleetRequestId;
  };

  it("launch up to their target and boot after the launch lag", async () => {
    await rehearsed.call("ecs", "CreateCluster", { clusterName: "main" });
    const id = await request([{ InstanceType: "m7g.large", SubnetId: "subnet-a" }]);
    expect(await describeFleet(id)).to.deep.equal(["submitted", "pending_fulfillment", 2, 0]);
    rehearsed.tick();
    rehearsed.tick();
    expect(await describeFleet(id)).to.deep.equal(["active", "fulfilled", 2, 2]);
    rehearsed.tick(299);
    expect([instances("pending").length, inEcs().length]).to.deep.equal([2, 0]);
    rehearsed.tick(1);

    expect([instances("running").length, inEcs().length]).to.deep.equal([2, 2]);
  });

  it("spread over subnets first, then over instance types", async () => {
    await request(
      ["subnet-a", "subnet-b"].flatMap((SubnetId) =>
        ["m7g.large", "c7g.large"].map((InstanceType) => ({ InstanceType, SubnetId })),
      ),
      { TargetCapacity: 6 },
    );
    rehearsed.tick();
    rehearsed.tick();
    const pools = instances("pending").map(
      ({ subnetId, instanceType, availabilityZone }) => `${subnetId} ${availabilityZone} ${instanceType}`,
    );

    expect(pools).to.deep.equal([
      "subnet-a eu-west-1a m7g.large",
      "subnet-b eu-west-1b m7g.large",
      "subnet-a eu-west-1a c7g.large",
      "subnet-b eu-west-1b c7g.large",
      "subnet-a eu-west-1a m7g.large",
      "subnet-b eu-west-1b m7g.large",
    ]);
  });

  it("count weights, and exceed the target by less than one instance", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 20 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
        async (target, weights) => {
          rehearsed = new RehearsedRegion();
          const overrides = weights.map((WeightedCapacity, index) => ({
            InstanceType: "m7g.large",
            SubnetId: `subnet-${index}`,
            WeightedCapacity,
          }));
          const id = await request(overrides, { TargetCapacity: target });
          for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
          const [, , , fulfilled = 0] = await describeFleet(id);
          expect(fulfilled).to.be.at.least(target);
          expect(Number(fulfilled) - target).to.be.lessThan(Math.max(...weights));
        },
      ),
      { numRuns: 40 },
    );
  });

  it("launch from the version that is the latest at that moment", async () => {
    await withFleet(rehearsed, 1);
    const [{ launchTemplateId = "" } = {}] = instances("running");
    await rehearsed.call("ec2", "CreateLaunchTemplateVersion", {
      LaunchTemplateId: launchTemplateId,
      LaunchTemplateData: { ImageId: "ami-2", UserData: userDataFor("main") },
    });
    await rehearsed.call("ec2", "TerminateInstances", {
      InstanceIds: instances("running").map(({ instanceId }) => instanceId),
    });
    rehearsed.tick();
    rehearsed.tick(300);

    expect(
      instances("running").map(({ imageId, launchTemplateVersion }) => [imageId, launchTemplateVersion]),
    ).to.deep.equal([["ami-2", 2]]);
    expect(inEcs()).to.deep.equal(instances("running").map(({ instanceId }) => instanceId));
  });

  it("register their instances with type, zone, subnet, image and own attributes, and pass tags on if the agent is told to", async () => {
    await rehearsed.call("ecs", "CreateCluster", { clusterName: "main" });
    const more = `echo 'ECS_INSTANCE_ATTRIBUTES={"lifecycle":"spot"}'\necho ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM=ec2_instance`;
    const id = await createTemplate({
      UserData: userDataFor("main", more),
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "host" }] }],
    });
    const overrides = [{ InstanceType: "m7g.large", SubnetId: "subnet-a" }];
    const { SpotFleetRequestId } = await rehearsed.call<{ SpotFleetRequestId: string }>(
      "ec2",
      "RequestSpotFleet",
      configFor(id, overrides, { TargetCapacity: 1 }),
    );
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
    const [registered] = Object.values(rehearsed.region.state.ecs.containerInstances);

    expect(registered?.attributes).to.deep.equal([
      { name: "ecs.ami-id", value: "ami-1" },
      { name: "ecs.availability-zone", value: "eu-west-1a" },
      { name: "ecs.cpu-architecture", value: "arm64" },
      { name: "ecs.instance-type", value: "m7g.large" },
      { name: "ecs.os-type", value: "linux" },
      { name: "ecs.subnet-id", value: "subnet-a" },
      { name: "lifecycle", value: "spot" },
    ]);
    expect(rehearsed.region.state.ecs.tags[registered?.containerInstanceArn ?? ""]).to.deep.equal([
      { key: "Name", value: "host" },
    ]);
    expect(instances("running")[0]?.tags).to.deep.equal([
      { Key: "Name", Value: "host" },
      { Key: "aws:ec2spot:fleet-request-id", Value: SpotFleetRequestId },
      { Key: "aws:ec2launchtemplate:id", Value: id },
      { Key: "aws:ec2launchtemplate:version", Value: "1" },
    ]);
  });

  it("boot instances before their cluster exists, which join it later", async () => {
    await request([{ InstanceType: "m7g.large", SubnetId: "subnet-a" }]);
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
    expect([instances("running").length, inEcs().length]).to.deep.equal([2, 0]);
    await rehearsed.call("ecs", "CreateCluster", { clusterName: "main" });
    rehearsed.tick();

    expect(inEcs()).to.have.length(2);
  });

  it("give two minutes' notice to what a lower target leaves over, newest first", async () => {
    const id = await withFleet(rehearsed, 3);
    const [oldest] = instances("running");
    await rehearsed.call("ec2", "ModifySpotFleetRequest", { SpotFleetRequestId: id, TargetCapacity: 1 });
    rehearsed.tick();
    const noticed = instances("running").filter(({ interruption }) => interruption !== undefined);
    expect(noticed.map(({ interruption }) => interruption)).to.deep.equal(
      Array(2).fill({ action: "terminate", noticedAt: rehearsed.now, at: rehearsed.now + 120_000 }),
    );
    rehearsed.tick(119_999);
    expect(instances("running")).to.have.length(3);
    rehearsed.tick(1);

    expect(instances("running").map(({ instanceId }) => instanceId)).to.deep.equal([oldest?.instanceId]);
    expect(inEcs()).to.deep.equal([oldest?.instanceId]);
  });

  it("keep everything with noTermination, and don't replace what is terminated by hand", async () => {
    const id = await withFleet(rehearsed, 3);
    const input = { SpotFleetRequestId: id, TargetCapacity: 2, ExcessCapacityTerminationPolicy: "NoTermination" };
    await rehearsed.call("ec2", "ModifySpotFleetRequest", input);
    rehearsed.tick(200_000);
    expect(instances("running")).to.have.length(3);
    await rehearsed.call("ec2", "TerminateInstances", { InstanceIds: [instances("running")[0]?.instanceId] });
    rehearsed.tick(1000);
    rehearsed.tick(1000);

    expect([instances("running").length, instances("pending").length]).to.deep.equal([2, 0]);
  });

  it("go with their instances when they are cancelled so, and out of ECS at once", async () => {
    const id = await withFleet(rehearsed, 2);
    await rehearsed.call("ec2", "CancelSpotFleetRequests", { SpotFleetRequestIds: [id], TerminateInstances: true });
    expect([(await describeFleet(id))[0], inEcs(), instances("shutting-down").length]).to.deep.equal([
      "cancelled_terminating",
      [],
      2,
    ]);
    rehearsed.tick();
    expect((await describeFleet(id))[0]).to.equal("cancelled");
    rehearsed.tick(1000);

    expect([instances("running", "pending"), instances("terminated").length]).to.deep.equal([[], 2]);
  });

  it("leave their instances alone when they are cancelled without", async () => {
    const id = await withFleet(rehearsed, 2);
    await rehearsed.call("ec2", "CancelSpotFleetRequests", { SpotFleetRequestIds: [id], TerminateInstances: false });
    await rehearsed.call("ec2", "TerminateInstances", { InstanceIds: [instances("running")[0]?.instanceId] });
    rehearsed.tick(1000);
    rehearsed.tick(1000);

    expect([(await describeFleet(id))[0], instances("running", "pending").length]).to.deep.equal([
      "cancelled_running",
      1,
    ]);
  });

  it("launch nothing more when their template is gone", async () => {
    await withFleet(rehearsed, 1);
    const [{ launchTemplateId, instanceId } = {}] = instances("running");
    await rehearsed.call("ec2", "DeleteLaunchTemplate", { LaunchTemplateId: launchTemplateId });
    await rehearsed.call("ec2", "TerminateInstances", { InstanceIds: [instanceId] });
    rehearsed.tick(1000);
    rehearsed.tick(1000);

    expect(instances("running", "pending")).to.deep.equal([]);
  });

  const type = { InstanceType: "m7g.large", SubnetId: "subnet-a" };
  const refusals: readonly (readonly [readonly object[], object, readonly string[]])[] = [
    [[], {}, ["InvalidSpotFleetRequestConfig", "LaunchTemplateConfigs with overrides are missing."]],
    [
      [{ ...type, WeightedCapacity: 0 }],
      {},
      ["InvalidSpotFleetRequestConfig", "WeightedCapacity is 0: use more than 0."],
    ],
    [[{ InstanceType: "m7g.large" }], {}, ["InvalidParameterValue", "A subnet is needed for every override."]],
    [
      [{ ...type, InstanceType: "x1.huge" }],
      {},
      [
        "NotModelled",
        "The rehearsal's region does not know the instance type x1.huge; it knows c, m and r of generations 5 to 8 and t3, t3a, t4g.",
      ],
    ],
    [
      [type],
      { Type: "request" },
      ["NotModelled", "The rehearsal's region does not model a Spot Fleet with type request."],
    ],
    [
      [type],
      { OnDemandTargetCapacity: 1 },
      ["NotModelled", "The rehearsal's region does not model a Spot Fleet with OnDemandTargetCapacity."],
    ],
  ];
  for (const [overrides, change, refusal] of refusals) {
    it(`are refused: ${refusal[1]}`, async () => {
      const input = configFor(await createTemplate(), overrides, change);
      expect(await rehearsed.refusal("ec2", "RequestSpotFleet", input)).to.deep.equal(refusal);
    });
  }

  it("can't be modified once they are cancelled", async () => {
    const id = await withFleet(rehearsed, 1);
    await rehearsed.call("ec2", "CancelSpotFleetRequests", { SpotFleetRequestIds: [id], TerminateInstances: false });
    expect(
      await rehearsed.refusal("ec2", "ModifySpotFleetRequest", { SpotFleetRequestId: id, TargetCapacity: 2 }),
    ).to.deep.equal([
      "InvalidSpotFleetRequestConfig",
      `The fleet ${id} is cancelled_running: only an active fleet can be modified.`,
    ]);
  });

  describe("instances", () => {
    it("are described by id and filter, terminated ones for an hour", async () => {
      const id = await withFleet(rehearsed, 2);
      const [first] = instances("running");
      await rehearsed.call("ec2", "TerminateInstances", { InstanceIds: [first?.instanceId] });
      rehearsed.tick();
      const of = async (input: object): Promise<number> =>
        (await rehearsed.call<DescribeInstancesCommandOutput>("ec2", "DescribeInstances", input)).Reservations
          ?.length ?? 0;

      expect(await of({ InstanceIds: [first?.instanceId] })).to.equal(1);
      expect(await of({ Filters: [{ Name: "instance-state-name", Values: ["terminated"] }] })).to.equal(1);
      expect(await of({ Filters: [{ Name: "tag:aws:ec2spot:fleet-request-id", Values: [id] }] })).to.equal(3);
      rehearsed.tick(3_600_000);
      expect(await of({})).to.equal(3);
      rehearsed.tick(1);
      expect(await of({})).to.equal(2);
      expect(await rehearsed.refusal("ec2", "DescribeInstances", { InstanceIds: [first?.instanceId] })).to.deep.equal([
        "InvalidInstanceID.NotFound",
        `The instance ID '${first?.instanceId}' does not exist`,
      ]);
    });

    it("are terminated all together or not at all", async () => {
      await withFleet(rehearsed, 1);
      const [first] = instances("running");
      await rehearsed.refusal("ec2", "TerminateInstances", { InstanceIds: [first?.instanceId, "i-gone"] });
      expect(instances("running")).to.have.length(1);
      expect(await rehearsed.call("ec2", "TerminateInstances", { InstanceIds: [first?.instanceId] })).to.deep.equal({
        TerminatingInstances: [
          {
            InstanceId: first?.instanceId,
            PreviousState: { Code: 16, Name: "running" },
            CurrentState: { Code: 32, Name: "shutting-down" },
          },
        ],
      });
    });
  });
});
