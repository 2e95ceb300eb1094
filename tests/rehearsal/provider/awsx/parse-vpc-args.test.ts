import { expect } from "chai";
import { parseVpcArgs } from "../../../../rehearsal/provider/awsx/parse-vpc-args";

describe("parseVpcArgs", () => {
  it("has awsx's defaults", () => {
    expect(parseVpcArgs({})).to.deep.equal({
      cidrBlock: "10.0.0.0/16",
      availabilityZoneNames: undefined,
      numberOfAvailabilityZones: 3,
      natStrategy: "OnePerAz",
    });
  });

  it("reads what decides the shape, and leaves the rest alone", () => {
    const inputs = {
      cidrBlock: "10.1.0.0/16",
      availabilityZoneNames: ["a", "b"],
      natGateways: { strategy: "Single" },
      subnetStrategy: "Auto",
      enableDnsHostnames: true,
      tags: { a: "b" },
    };
    expect(parseVpcArgs(inputs)).to.deep.equal({
      cidrBlock: "10.1.0.0/16",
      availabilityZoneNames: ["a", "b"],
      numberOfAvailabilityZones: 3,
      natStrategy: "Single",
    });
  });

  it("takes a strategy in any case, as awsx does", () => {
    expect(parseVpcArgs({ natGateways: { strategy: "none" } }).natStrategy).to.equal("None");
    expect(parseVpcArgs({ natGateways: {} }).natStrategy).to.equal("OnePerAz");
  });

  for (const [inputs, message] of [
    [{ subnetSpecs: [] }, "The rehearsal does not model the input subnetSpecs of awsx:ec2:Vpc: use "],
    [{ natGateways: { strategy: "Two" } }, 'natGateways.strategy is "Two": use None, Single, OnePerAz.'],
    [
      { natGateways: { elasticIpAllocationIds: [] } },
      "The rehearsal does not model natGateways.elasticIpAllocationIds of awsx:ec2:Vpc.",
    ],
    [{ numberOfAvailabilityZones: 0 }, "numberOfAvailabilityZones of awsx:ec2:Vpc is 0: pass a plain value"],
    [{ numberOfAvailabilityZones: "2" }, 'numberOfAvailabilityZones of awsx:ec2:Vpc is "2": pass a plain value'],
    [{ cidrBlock: 10 }, "cidrBlock of awsx:ec2:Vpc is 10: pass a plain value"],
    [{ availabilityZoneNames: [1] }, "availabilityZoneNames of awsx:ec2:Vpc is [1]: pass a plain value"],
  ] as const) {
    it(`refuses ${JSON.stringify(inputs)}`, () => {
      expect(() => parseVpcArgs(inputs)).to.throw(message);
    });
  }
});
