import { expect } from "chai";
import { findVpcArgs, Vpc } from "../../../../rehearsal/provider/awsx/vpc";
import { recordResources } from "../../../support/pulumi";

const zones = { names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] };
const calls = { "aws:index/getAvailabilityZones:getAvailabilityZones": () => zones };

const record = async (inputs: object) => {
  const program = async (): Promise<void> => {
    new Vpc("net", await findVpcArgs({ ...inputs }, {}), {});
  };
  return (await recordResources(program, { calls })).resources;
};

const namesOf = (resources: Awaited<ReturnType<typeof record>>, type: string): string[] =>
  resources.filter((resource) => resource.type === type).map(({ name }) => name);

describe("awsx.ec2.Vpc", () => {
  it("makes the resources that awsx makes, with its names and parents", async () => {
    const resources = await record({ numberOfAvailabilityZones: 2, natGateways: { strategy: "Single" } });
    const family = resources.map(({ type, name, parent }) => `${type} ${name} < ${parent ?? "stack"}`).sort();
    const vpc = "aws:ec2/vpc:Vpc net";
    const subnets = ["net-private-1", "net-private-2", "net-public-1", "net-public-2"];
    const ec2 = (kind: string) => `aws:ec2/${kind}:${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    expect(family).to.deep.equal(
      [
        "awsx:ec2:Vpc net < stack",
        `${vpc} < awsx:ec2:Vpc net`,
        `${ec2("internetGateway")} net < ${vpc}`,
        ...subnets.flatMap((name) => [
          `${ec2("subnet")} ${name} < ${vpc}`,
          `${ec2("routeTable")} ${name} < ${ec2("subnet")} ${name}`,
          `${ec2("routeTableAssociation")} ${name} < ${ec2("routeTable")} ${name}`,
          `${ec2("route")} ${name} < ${ec2("routeTable")} ${name}`,
        ]),
        `${ec2("eip")} net-1 < ${ec2("subnet")} net-public-1`,
        `${ec2("natGateway")} net-1 < ${ec2("subnet")} net-public-1`,
      ].sort(),
    );
  });

  it("passes on what is the VPC's, and names everything in its tags", async () => {
    const resources = await record({
      cidrBlock: "10.1.0.0/16",
      enableDnsHostnames: true,
      numberOfAvailabilityZones: 1,
      tags: { team: "a" },
    });
    const inputsOf = (type: string, name: string) =>
      resources.find((resource) => resource.type === type && resource.name === name)?.inputs;
    expect(inputsOf("aws:ec2/vpc:Vpc", "net")).to.deep.equal({
      cidrBlock: "10.1.0.0/16",
      enableDnsHostnames: true,
      tags: { Name: "net", team: "a" },
    });
    expect(inputsOf("aws:ec2/subnet:Subnet", "net-public-1")).to.deep.include({
      availabilityZone: "eu-west-1a",
      cidrBlock: "10.1.128.0/18",
      mapPublicIpOnLaunch: true,
      tags: { Name: "net-public-1", SubnetType: "Public", team: "a" },
    });
    expect(inputsOf("aws:ec2/eip:Eip", "net-1")).to.deep.equal({ tags: { Name: "net-1", team: "a" } });
  });

  for (const { strategy, gateways, routes } of [
    { strategy: "None", gateways: [], routes: 2 },
    { strategy: "Single", gateways: ["net-1"], routes: 4 },
    { strategy: "OnePerAz", gateways: ["net-1", "net-2"], routes: 4 },
  ]) {
    it(`makes ${gateways.length} NAT gateways for ${strategy}`, async () => {
      const resources = await record({ numberOfAvailabilityZones: 2, natGateways: { strategy } });
      expect(namesOf(resources, "aws:ec2/natGateway:NatGateway")).to.deep.equal(gateways);
      expect(namesOf(resources, "aws:ec2/eip:Eip")).to.deep.equal(gateways);
      expect(namesOf(resources, "aws:ec2/route:Route")).to.have.length(routes);
    });
  }

  it("takes three zones by default, or those that the program names", async () => {
    expect(namesOf(await record({}), "aws:ec2/subnet:Subnet")).to.have.length(6);
    const resources = await record({ availabilityZoneNames: ["eu-west-1b"] });
    const subnets = resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
    expect(subnets.map(({ inputs }) => inputs["availabilityZone"])).to.deep.equal(["eu-west-1b", "eu-west-1b"]);
  });

  it("refuses more zones than the region has", async () => {
    const error = await findVpcArgsOf({ numberOfAvailabilityZones: 4 }).catch(String);
    expect(error).to.equal("Error: numberOfAvailabilityZones is 4: the region has 3.");
  });
});

const findVpcArgsOf = async (inputs: object): Promise<unknown> =>
  (await recordResources(() => findVpcArgs({ ...inputs }, {}), { calls })).result;
