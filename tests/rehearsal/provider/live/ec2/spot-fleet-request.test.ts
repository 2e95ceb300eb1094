import { expect } from "chai";
import { spotFleetRequest } from "../../../../../rehearsal/provider/live/ec2/spot-fleet-request";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const id = "sfr-01234567-89ab-cdef-0123-456789abcdef";
const fleet = (SpotFleetRequestState: string, more: object = {}) => ({
  SpotFleetRequestConfigs: [{ SpotFleetRequestId: id, SpotFleetRequestState, ...more }],
});
const overrides = ["m7g.large", "c7g.large"].map((instanceType) => ({
  instanceType,
  subnetId: "subnet-1",
  weightedCapacity: 1,
}));
const inputs = {
  iamFleetRole: "arn:role",
  targetCapacity: 3,
  allocationStrategy: "priceCapacityOptimized",
  fleetType: "maintain",
  terminateInstancesOnDelete: "true",
  replaceUnhealthyInstances: true,
  excessCapacityTerminationPolicy: "Default",
  spotMaintenanceStrategies: { capacityRebalance: { replacementStrategy: "launch" } },
  launchTemplateConfigs: [{ launchTemplateSpecification: { id: "lt-1", version: "$Latest" }, overrides }],
};
const requested = {
  SpotFleetRequestConfig: {
    AllocationStrategy: "priceCapacityOptimized",
    ExcessCapacityTerminationPolicy: "Default",
    IamFleetRole: "arn:role",
    InstanceInterruptionBehavior: "terminate",
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: { LaunchTemplateId: "lt-1", Version: "$Latest" },
        Overrides: [
          { InstanceType: "m7g.large", SubnetId: "subnet-1", WeightedCapacity: 1 },
          { InstanceType: "c7g.large", SubnetId: "subnet-1", WeightedCapacity: 1 },
        ],
      },
    ],
    ReplaceUnhealthyInstances: true,
    SpotMaintenanceStrategies: { CapacityRebalance: { ReplacementStrategy: "launch" } },
    TargetCapacity: 3,
    TerminateInstancesWithExpiration: false,
    Type: "maintain",
  },
};
const describeCall = ["ec2:DescribeSpotFleetRequests", { SpotFleetRequestIds: [id] }];

describe("aws.ec2.SpotFleetRequest", () => {
  it("is requested, and waited for until it is active", async () => {
    const { context, calls, kept } = scriptedAws({
      "ec2:RequestSpotFleet": { SpotFleetRequestId: id },
      "ec2:DescribeSpotFleetRequests": [fleet("submitted"), fleet("active")],
    });
    expect(await spotFleetRequest.create(inputs, context)).to.deep.equal({
      id,
      outputs: { spotRequestState: "active" },
    });
    expect(calls).to.deep.equal([["ec2:RequestSpotFleet", requested], describeCall, describeCall]);
    expect(kept.map((resource) => resource.id)).to.deep.equal([id]);
  });

  it("is requested with the provider's defaults and its tags", async () => {
    const { context, calls } = scriptedAws({
      "ec2:RequestSpotFleet": { SpotFleetRequestId: id },
      "ec2:DescribeSpotFleetRequests": fleet("active"),
    });
    await spotFleetRequest.create({ iamFleetRole: "arn:role", targetCapacity: 0, tagsAll: { a: "b" } }, context);
    expect(calls[0]).to.deep.equal([
      "ec2:RequestSpotFleet",
      {
        SpotFleetRequestConfig: {
          AllocationStrategy: "lowestPrice",
          ExcessCapacityTerminationPolicy: "Default",
          IamFleetRole: "arn:role",
          InstanceInterruptionBehavior: "terminate",
          LaunchTemplateConfigs: [],
          ReplaceUnhealthyInstances: false,
          TagSpecifications: [{ ResourceType: "spot-fleet-request", Tags: [{ Key: "a", Value: "b" }] }],
          TargetCapacity: 0,
          TerminateInstancesWithExpiration: false,
          Type: "maintain",
        },
      },
    ]);
  });

  it("is waited for until it is fulfilled where the program says so", async () => {
    const { context, calls } = scriptedAws({
      "ec2:RequestSpotFleet": { SpotFleetRequestId: id },
      "ec2:DescribeSpotFleetRequests": [
        fleet("active"),
        fleet("active", { ActivityStatus: "pending_fulfillment" }),
        fleet("active", { ActivityStatus: "fulfilled" }),
      ],
    });
    await spotFleetRequest.create({ ...inputs, waitForFulfillment: true }, context);
    expect(calls.slice(1)).to.deep.equal(Array(3).fill(describeCall));
  });

  it("fails where its activity fails", async () => {
    const { context } = scriptedAws({
      "ec2:RequestSpotFleet": { SpotFleetRequestId: id },
      "ec2:DescribeSpotFleetRequests": fleet("active", { ActivityStatus: "error" }),
    });
    const error = await spotFleetRequest.create({ ...inputs, waitForFulfillment: true }, context).catch(String);
    expect(error).to.equal(`Error: The spot fleet ${id} has the activity status error.`);
  });

  it("is modified by its capacity and excess policy alone", async () => {
    const { context, calls } = scriptedAws({
      "ec2:ModifySpotFleetRequest": {},
      "ec2:DescribeSpotFleetRequests": [fleet("modifying"), fleet("active")],
    });
    await spotFleetRequest.update({ id, state: {}, olds: inputs, news: { ...inputs, targetCapacity: 4 } }, context);
    expect(calls).to.deep.equal([
      ["ec2:ModifySpotFleetRequest", { SpotFleetRequestId: id, TargetCapacity: 4 }],
      describeCall,
      describeCall,
    ]);
  });

  it("sends nothing for what only the provider remembers", async () => {
    const { context, calls } = scriptedAws({});
    const news = { ...inputs, terminateInstancesOnDelete: "false" };
    await spotFleetRequest.update({ id, state: {}, olds: inputs, news }, context);
    expect(calls).to.deep.equal([]);
  });

  it("is cancelled with its instances, and waited for until they are gone", async () => {
    const { context, calls } = scriptedAws({
      "ec2:CancelSpotFleetRequests": {},
      "ec2:DescribeSpotFleetInstances": [{ ActiveInstances: [{}] }, { ActiveInstances: [] }],
    });
    await spotFleetRequest.delete({ id, state: inputs }, context);
    const instances = ["ec2:DescribeSpotFleetInstances", { SpotFleetRequestId: id }];
    expect(calls).to.deep.equal([
      ["ec2:CancelSpotFleetRequests", { SpotFleetRequestIds: [id], TerminateInstances: true }],
      instances,
      instances,
    ]);
  });

  for (const { state, expected } of [
    { state: { terminateInstancesOnDelete: "false", terminateInstancesWithExpiration: true }, expected: false },
    { state: {}, expected: false },
  ]) {
    it(`leaves its instances running with ${JSON.stringify(state)}`, async () => {
      const { context, calls } = scriptedAws({ "ec2:CancelSpotFleetRequests": {} });
      await spotFleetRequest.delete({ id, state }, context);
      expect(calls).to.deep.equal([
        ["ec2:CancelSpotFleetRequests", { SpotFleetRequestIds: [id], TerminateInstances: expected }],
      ]);
    });
  }

  it("reads a capacity that autoscaling changed, and is gone once it is cancelled or unknown", async () => {
    const { context } = scriptedAws({
      "ec2:DescribeSpotFleetRequests": [
        fleet("active", { SpotFleetRequestConfig: { TargetCapacity: 7 } }),
        fleet("cancelled_terminating"),
        new AwsError("InvalidSpotFleetRequestId.NotFound", "no"),
      ],
    });
    const read = () => spotFleetRequest.read({ id, state: inputs }, context);
    expect((await read())?.inputs).to.deep.equal({ targetCapacity: 7 });
    expect([await read(), await read()]).to.deep.equal([undefined, undefined]);
  });

  it("refuses what isn't modelled by name", async () => {
    const { context, calls } = scriptedAws({});
    const error = await spotFleetRequest.create({ ...inputs, spotPrice: "0.1" }, context).catch(String);
    expect(error).to.equal("Error: The rehearsal does not model the property spotPrice of a spot fleet request.");
    expect(calls).to.deep.equal([]);
  });
});
