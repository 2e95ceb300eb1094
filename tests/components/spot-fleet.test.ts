import { expect } from "chai";
import { SpotFleet } from "../../components/spot-fleet";
import { keyOf, recordResources, resourceOf } from "../support/pulumi";

const record = () =>
  recordResources(
    () =>
      new SpotFleet("fleet", {
        templateId: "lt-1",
        instanceTypes: ["m7g.large", "m6g.large"],
        subnetIds: ["subnet-a", "subnet-b"],
        targetCapacity: 3,
        tags: { "switchyard:cluster": "main" },
        startsAfter: [],
      }),
  );

describe("SpotFleet", () => {
  it("asks for a maintained fleet of every type in every subnet that never chooses a victim itself", async () => {
    const { resources } = await record();
    const { inputs } = resourceOf(resources, "aws:ec2/spotFleetRequest:SpotFleetRequest", "fleet");
    expect(inputs).to.deep.equal({
      iamFleetRole: "arn:fleet-role:Role",
      fleetType: "maintain",
      allocationStrategy: "priceCapacityOptimized",
      targetCapacity: 3,
      excessCapacityTerminationPolicy: "NoTermination",
      instanceInterruptionBehaviour: "terminate",
      replaceUnhealthyInstances: true,
      spotMaintenanceStrategies: { capacityRebalance: { replacementStrategy: "launch" } },
      launchTemplateConfigs: [
        {
          launchTemplateSpecification: { id: "lt-1", version: "$Latest" },
          overrides: [
            { instanceType: "m7g.large", subnetId: "subnet-a", weightedCapacity: 1 },
            { instanceType: "m7g.large", subnetId: "subnet-b", weightedCapacity: 1 },
            { instanceType: "m6g.large", subnetId: "subnet-a", weightedCapacity: 1 },
            { instanceType: "m6g.large", subnetId: "subnet-b", weightedCapacity: 1 },
          ],
        },
      ],
      terminateInstancesOnDelete: "true",
      waitForFulfillment: false,
      tags: { "switchyard:cluster": "main" },
    });
  });

  it("leaves its size to autoscaling and is never replaced for other types or subnets", async () => {
    const { resources } = await record();
    const { ignoreChanges } = resourceOf(resources, "aws:ec2/spotFleetRequest:SpotFleetRequest", "fleet");
    expect(ignoreChanges).to.deep.equal(["targetCapacity", "launchTemplateConfigs"]);
  });

  it("acts with a role for tagging and nothing else", async () => {
    const { resources } = await record();
    expect(resources.map((resource) => [keyOf(resource), resource.parent])).to.have.deep.members([
      ["switchyard:index:SpotFleet fleet", undefined],
      ["aws:iam/role:Role fleet-role", "switchyard:index:SpotFleet fleet"],
      ["aws:iam/rolePolicyAttachment:RolePolicyAttachment fleet-tagging", "switchyard:index:SpotFleet fleet"],
      ["aws:ec2/spotFleetRequest:SpotFleetRequest fleet", "switchyard:index:SpotFleet fleet"],
    ]);
    expect(resourceOf(resources, "aws:iam/role:Role", "fleet-role").inputs).to.deep.equal({
      assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AllowAssumeRole",
            Effect: "Allow",
            Principal: { Service: "spotfleet.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ],
      },
    });
    const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    expect(resourceOf(resources, attachment, "fleet-tagging").inputs).to.deep.equal({
      role: "fleet-role-name",
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole",
    });
  });
});
