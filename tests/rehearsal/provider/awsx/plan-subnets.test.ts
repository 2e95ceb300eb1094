import { expect } from "chai";
import fc from "fast-check";
import { planSubnets } from "../../../../rehearsal/provider/awsx/plan-subnets";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

describe("planSubnets", () => {
  it("gives each zone a public and a private subnet as awsx does", () => {
    expect(planSubnets({ vpcName: "net", cidrBlock: "10.0.0.0/16", availabilityZones: zones })).to.deep.equal([
      { name: "net-public-1", type: "Public", availabilityZone: "eu-west-1a", cidrBlock: "10.0.32.0/20" },
      { name: "net-private-1", type: "Private", availabilityZone: "eu-west-1a", cidrBlock: "10.0.0.0/19" },
      { name: "net-public-2", type: "Public", availabilityZone: "eu-west-1b", cidrBlock: "10.0.96.0/20" },
      { name: "net-private-2", type: "Private", availabilityZone: "eu-west-1b", cidrBlock: "10.0.64.0/19" },
      { name: "net-public-3", type: "Public", availabilityZone: "eu-west-1c", cidrBlock: "10.0.160.0/20" },
      { name: "net-private-3", type: "Private", availabilityZone: "eu-west-1c", cidrBlock: "10.0.128.0/19" },
    ]);
  });

  it("leaves the whole block to a single zone", () => {
    const blocks = planSubnets({ vpcName: "net", cidrBlock: "10.1.0.0/20", availabilityZones: ["a"] });
    expect(blocks.map(({ cidrBlock }) => cidrBlock)).to.deep.equal(["10.1.8.0/22", "10.1.0.0/21"]);
  });

  it("uses no more than 65,536 addresses of a zone", () => {
    const blocks = planSubnets({ vpcName: "net", cidrBlock: "10.0.0.0/8", availabilityZones: ["a", "b"] });
    expect(blocks.map(({ cidrBlock }) => cidrBlock)).to.deep.equal([
      "10.0.128.0/18",
      "10.0.0.0/17",
      "10.128.128.0/18",
      "10.128.0.0/17",
    ]);
  });

  it("refuses a block that is too small for its zones", () => {
    const plan = (mask: number) =>
      planSubnets({ vpcName: "net", cidrBlock: `10.0.0.0/${mask}`, availabilityZones: ["a", "b"] });
    expect(plan(25)).to.have.length(4);
    expect(() => plan(26)).to.throw(
      "cidrBlock 10.0.0.0/26 is too small for 2 zones: a zone gets a /27, and at least a /26 is needed.",
    );
  });

  for (const cidrBlock of ["10.0.0.0", "10.0.0.256/16", "10.0.0.0/33", "ten/16", ""]) {
    it(`refuses ${JSON.stringify(cidrBlock)}`, () => {
      expect(() => planSubnets({ vpcName: "net", cidrBlock, availabilityZones: ["a"] })).to.throw(
        `cidrBlock is ${JSON.stringify(cidrBlock)}: use four numbers and a mask, such as 10.0.0.0/16.`,
      );
    });
  }

  it("never lets two subnets overlap, nor leave the block", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 23 }), fc.integer({ min: 1, max: 6 }), (mask, count) => {
        const availabilityZones = Array.from({ length: count }, (_, index) => `zone-${index}`);
        const ranges = planSubnets({ vpcName: "n", cidrBlock: `10.0.0.0/${mask}`, availabilityZones })
          .map(({ cidrBlock }) => rangeOf(cidrBlock))
          .sort((a, b) => a.first - b.first);
        const end = rangeOf(`10.0.0.0/${mask}`).last;
        expect(ranges.every(({ first }, index) => first > (ranges[index - 1]?.last ?? -1))).to.equal(true);
        expect(ranges.every(({ last }) => last <= end)).to.equal(true);
      }),
    );
  });
});

const rangeOf = (cidrBlock: string): { first: number; last: number } => {
  const [address = "", mask] = cidrBlock.split("/");
  const first = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { first, last: first + 2 ** (32 - Number(mask)) - 1 };
};
