import { expect } from "chai";
import { Network } from "../../components/network";
import { outputValue, recordResources } from "../support/pulumi";

describe("Network", () => {
  it("makes a VPC with the given range, zones and NAT gateways", async () => {
    const settings = { kind: "create", cidr: "10.7.0.0/16", availabilityZones: 2, natGateways: "OnePerAz" } as const;
    const { resources, result } = await recordResources(() => new Network("net", { settings }));
    expect(resources.map(({ type, name, parent }) => [type, name, parent])).to.deep.equal([
      ["switchyard:index:Network", "net", undefined],
      ["awsx:ec2:Vpc", "net-vpc", "switchyard:index:Network net"],
    ]);
    expect(resources[1]?.inputs).to.deep.equal({
      cidrBlock: "10.7.0.0/16",
      numberOfAvailabilityZones: 2,
      natGateways: { strategy: "OnePerAz" },
      subnetStrategy: "Auto",
      enableDnsHostnames: true,
    });
    expect(await outputValue(result.vpcId)).to.equal("vpc-1");
    expect(await outputValue(result.privateSubnetIds)).to.deep.equal(["subnet-a", "subnet-b"]);
    expect(await outputValue(result.publicSubnetIds)).to.deep.equal(["subnet-x", "subnet-y"]);
  });

  it("makes nothing where a network exists", async () => {
    const settings = {
      kind: "existing",
      vpcId: "vpc-9",
      privateSubnetIds: ["subnet-1", "subnet-2"],
      publicSubnetIds: ["subnet-3"],
    } as const;
    const { resources, result } = await recordResources(() => new Network("net", { settings }));
    expect(resources.map(({ type }) => type)).to.deep.equal(["switchyard:index:Network"]);
    expect(await outputValue(result.vpcId)).to.equal("vpc-9");
    expect(await outputValue(result.privateSubnetIds)).to.deep.equal(["subnet-1", "subnet-2"]);
    expect(await outputValue(result.publicSubnetIds)).to.deep.equal(["subnet-3"]);
  });
});
