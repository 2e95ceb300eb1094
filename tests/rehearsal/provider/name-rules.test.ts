import { expect } from "chai";
import { nameProblems } from "../../../rehearsal/provider/name-rules";

const loadBalancer = "aws:lb/loadBalancer:LoadBalancer";
const targetGroup = "aws:lb/targetGroup:TargetGroup";
const securityGroup = "aws:ec2/securityGroup:SecurityGroup";
const long = "a-rather-long-component-name-edge-6741614";

describe("nameProblems", () => {
  for (const { type, name, reasons } of [
    { type: loadBalancer, name: "edge-1234567", reasons: [] },
    { type: loadBalancer, name: "a".repeat(32), reasons: [] },
    { type: loadBalancer, name: long, reasons: [`"name" cannot be longer than 32 characters: "${long}"`] },
    { type: loadBalancer, name: "internal-a", reasons: ['"name" cannot begin with "internal-": "internal-a"'] },
    { type: loadBalancer, name: "-a", reasons: ['"name" cannot begin with a hyphen: "-a"'] },
    { type: loadBalancer, name: "a-", reasons: ['"name" cannot end with a hyphen: "a-"'] },
    { type: targetGroup, name: "a_b", reasons: ['only alphanumeric characters and hyphens allowed in "name": "a_b"'] },
    { type: targetGroup, name: "internal-a", reasons: [] },
    { type: targetGroup, name: long, reasons: [`"name" cannot be longer than 32 characters: "${long}"`] },
    { type: securityGroup, name: "sg-web", reasons: ["invalid value for name (cannot begin with sg-)"] },
    { type: securityGroup, name: "web", reasons: [] },
    {
      type: "aws:iam/role:Role",
      name: "r".repeat(65),
      reasons: [`expected length of name to be in the range (1 - 64), got ${"r".repeat(65)}`],
    },
    { type: "aws:ecs/cluster:Cluster", name: "sg-anything_goes", reasons: [] },
  ]) {
    it(`says ${reasons.length === 0 ? "nothing" : reasons[0]} about ${name} as the name of ${type}`, () => {
      expect(nameProblems(type, { name })).to.deep.equal(reasons.map((reason) => ({ property: "name", reason })));
    });
  }

  it("allows target groups and load balancers six characters of prefix", () => {
    expect(nameProblems(targetGroup, { namePrefix: "sixsix" })).to.deep.equal([]);
    expect(nameProblems(loadBalancer, { namePrefix: "sevens7" })).to.deep.equal([
      { property: "namePrefix", reason: '"name_prefix" cannot be longer than 6 characters: "sevens7"' },
    ]);
    expect(nameProblems(securityGroup, { namePrefix: "sevens7" })).to.deep.equal([]);
  });
});
