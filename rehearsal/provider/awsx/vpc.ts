import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type NatStrategy, parseVpcArgs, passedOn, type VpcShape } from "./parse-vpc-args";
import { planSubnets, type SubnetPlan } from "./plan-subnets";

/** A shape with the zones that it is laid out over. */
export interface VpcArgs extends VpcShape {
  readonly availabilityZones: readonly string[];
  /** The component's inputs as the program passed them. */
  readonly inputs: pulumi.Inputs;
}

/** The zones that a VPC's subnets are spread over: those that the program names, else the region's first. */
export const findVpcArgs = async (inputs: pulumi.Inputs, options: pulumi.InvokeOptions): Promise<VpcArgs> => {
  const shape = parseVpcArgs(inputs);
  const names = shape.availabilityZoneNames ?? (await aws.getAvailabilityZones({ state: "available" }, options)).names;
  const availabilityZones = names.slice(0, shape.availabilityZoneNames?.length ?? shape.numberOfAvailabilityZones);
  if (shape.availabilityZoneNames === undefined && availabilityZones.length < shape.numberOfAvailabilityZones) {
    throw new Error(
      `numberOfAvailabilityZones is ${shape.numberOfAvailabilityZones}: the region has ${availabilityZones.length}.`,
    );
  }
  return { ...shape, availabilityZones, inputs };
};

/** `awsx.ec2.Vpc`: the resources that awsx makes, with its names and parents. */
export class Vpc extends pulumi.ComponentResource {
  /** The component's outputs, as the SDK declares them. */
  public readonly state: pulumi.Inputs;

  public constructor(name: string, args: VpcArgs, opts: pulumi.ComponentResourceOptions) {
    super("awsx:ec2:Vpc", name, {}, opts);
    const parts = this.createParts(name, args);
    const plans = planSubnets({ vpcName: name, ...args });
    const subnets = plans.map((plan) => createSubnet(plan, parts));
    const idsOf = (type: SubnetPlan["type"]) =>
      subnets.filter((_subnet, index) => plans[index]?.type === type).map(({ id }) => id);
    this.state = {
      vpc: parts.vpc,
      vpcId: parts.vpc.id,
      internetGateway: parts.internetGateway,
      subnets,
      publicSubnetIds: idsOf("Public"),
      privateSubnetIds: idsOf("Private"),
      isolatedSubnetIds: [],
      routeTables: parts.routeTables,
      routeTableAssociations: parts.routeTableAssociations,
      routes: parts.routes,
      eips: parts.eips,
      natGateways: parts.natGateways,
      vpcEndpoints: [],
    };
    this.registerOutputs(this.state);
  }

  private createParts(name: string, args: VpcArgs): VpcParts {
    const { inputs, cidrBlock } = args;
    const given = pulumi.output(inputs["tags"] as pulumi.Input<Record<string, string>> | undefined);
    const tags = given.apply((own): Record<string, string> => ({ Name: name, ...own }));
    const settings = Object.fromEntries(passedOn.map((property) => [property, inputs[property]]));
    const vpc = new aws.ec2.Vpc(name, { ...settings, cidrBlock, tags }, { parent: this });
    const internetGateway = new aws.ec2.InternetGateway(
      name,
      { vpcId: vpc.id, tags },
      { parent: vpc, dependsOn: [vpc] },
    );
    return {
      name,
      tags,
      vpc,
      internetGateway,
      natStrategy: args.natStrategy,
      routeTables: [],
      routeTableAssociations: [],
      routes: [],
      eips: [],
      natGateways: [],
    };
  }
}

/** What exists of a VPC while its subnets are added; public subnets add the NAT gateways that private ones use. */
interface VpcParts {
  readonly name: string;
  readonly tags: pulumi.Output<Record<string, string>>;
  readonly vpc: aws.ec2.Vpc;
  readonly internetGateway: aws.ec2.InternetGateway;
  readonly natStrategy: NatStrategy;
  readonly routeTables: aws.ec2.RouteTable[];
  readonly routeTableAssociations: aws.ec2.RouteTableAssociation[];
  readonly routes: aws.ec2.Route[];
  readonly eips: aws.ec2.Eip[];
  readonly natGateways: aws.ec2.NatGateway[];
}

const createSubnet = (plan: SubnetPlan, parts: VpcParts): aws.ec2.Subnet => {
  const { vpc } = parts;
  const tags = parts.tags.apply((given) => ({ ...given, Name: plan.name, SubnetType: plan.type }));
  const subnet = new aws.ec2.Subnet(
    plan.name,
    {
      vpcId: vpc.id,
      availabilityZone: plan.availabilityZone,
      mapPublicIpOnLaunch: plan.type === "Public",
      cidrBlock: plan.cidrBlock,
      tags,
    },
    { parent: vpc, dependsOn: [vpc] },
  );
  const routeTable = new aws.ec2.RouteTable(
    plan.name,
    { vpcId: vpc.id, tags },
    { parent: subnet, dependsOn: [subnet] },
  );
  parts.routeTables.push(routeTable);
  parts.routeTableAssociations.push(
    new aws.ec2.RouteTableAssociation(
      plan.name,
      { routeTableId: routeTable.id, subnetId: subnet.id },
      { parent: routeTable, dependsOn: [routeTable] },
    ),
  );
  if (plan.type === "Public") createNatGateway(subnet, parts);
  createRoute(plan, routeTable, parts);
  return subnet;
};

const createNatGateway = (subnet: aws.ec2.Subnet, parts: VpcParts): void => {
  const { natStrategy, natGateways, eips } = parts;
  if (natStrategy === "None" || (natStrategy === "Single" && natGateways.length > 0)) return;
  const name = `${parts.name}-${natGateways.length + 1}`;
  const tags = parts.tags.apply((given) => ({ ...given, Name: name }));
  const opts = { parent: subnet, dependsOn: [subnet] };
  const eip = new aws.ec2.Eip(name, { tags }, opts);
  eips.push(eip);
  natGateways.push(new aws.ec2.NatGateway(name, { subnetId: subnet.id, allocationId: eip.allocationId, tags }, opts));
};

/** Public subnets reach the internet through its gateway, private ones through the NAT gateway of their zone, if any. */
const createRoute = (plan: SubnetPlan, routeTable: aws.ec2.RouteTable, parts: VpcParts): void => {
  const target = plan.type === "Public" ? { gatewayId: parts.internetGateway.id } : natTarget(parts.natGateways.at(-1));
  if (target === undefined) return;
  parts.routes.push(
    new aws.ec2.Route(
      plan.name,
      { routeTableId: routeTable.id, destinationCidrBlock: "0.0.0.0/0", ...target },
      { parent: routeTable, dependsOn: [routeTable] },
    ),
  );
};

const natTarget = (gateway: aws.ec2.NatGateway | undefined) => gateway && { natGatewayId: gateway.id };
