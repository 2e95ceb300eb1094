import type { EC2Client } from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { createSpotFleetPools } from "../../clients/fleet-pools";
import { callOnce, fakeAwsClient } from "../support/fake-aws-client";

const override = (InstanceType: string, SubnetId: string) => ({ InstanceType, SubnetId });

describe("createSpotFleetPools", () => {
  it("reads types and subnets once each, whichever way subnets are written", async () => {
    const { client } = fakeAwsClient<EC2Client>(() => ({
      SpotFleetRequestConfigs: [
        {
          SpotFleetRequestId: "sfr-1",
          SpotFleetRequestConfig: {
            LaunchTemplateConfigs: [
              {
                LaunchTemplateSpecification: { LaunchTemplateId: "lt-1" },
                Overrides: [override("m6i.large", "subnet-a"), override("m5.large", "subnet-a, subnet-b"), {}],
              },
            ],
          },
        },
        { SpotFleetRequestId: "sfr-2", SpotFleetRequestConfig: {} },
      ],
    }));
    const pools = createSpotFleetPools(client, callOnce);
    expect(await pools.read("sfr-1")).to.deep.equal({
      templateId: "lt-1",
      instanceTypes: ["m6i.large", "m5.large"],
      subnetIds: ["subnet-a", "subnet-b"],
    });
    expect(await pools.read("sfr-2")).to.deep.equal({ templateId: "", instanceTypes: [], subnetIds: [] });
    expect(await pools.read("sfr-3").catch((error: Error) => error.message)).to.equal(
      "Spot Fleet sfr-3 doesn't exist. Check the id and the region.",
    );
  });

  it("writes every type in every subnet, from the newest template version, and nothing else", async () => {
    const { client, sent } = fakeAwsClient<EC2Client>(() => ({}));
    const wanted = { templateId: "lt-1", instanceTypes: ["a.large", "b.large"], subnetIds: ["s1", "s2"] };
    await createSpotFleetPools(client, callOnce).write("sfr-1", wanted);
    const Overrides = [
      { InstanceType: "a.large", SubnetId: "s1", WeightedCapacity: 1 },
      { InstanceType: "a.large", SubnetId: "s2", WeightedCapacity: 1 },
      { InstanceType: "b.large", SubnetId: "s1", WeightedCapacity: 1 },
      { InstanceType: "b.large", SubnetId: "s2", WeightedCapacity: 1 },
    ];
    const LaunchTemplateSpecification = { LaunchTemplateId: "lt-1", Version: "$Latest" };
    expect(sent).to.deep.equal([
      {
        operation: "ModifySpotFleetRequest",
        input: { SpotFleetRequestId: "sfr-1", LaunchTemplateConfigs: [{ LaunchTemplateSpecification, Overrides }] },
      },
    ]);
  });
});
