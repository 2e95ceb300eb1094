/** One subnet of a new VPC. */
export interface SubnetPlan {
  /** For example `main-private-1`. */
  readonly name: string;
  readonly type: "Public" | "Private";
  readonly availabilityZone: string;
  readonly cidrBlock: string;
}

/** What the layout of a VPC's subnets follows from. */
export interface SubnetPlanInput {
  readonly vpcName: string;
  /** For example `10.0.0.0/16`. */
  readonly cidrBlock: string;
  readonly availabilityZones: readonly string[];
}

/** AWS allows no smaller subnet: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const smallestSubnetMask = 28;

/**
 * The layout that awsx gives a VPC without subnet specs: each zone has an equal block, its first half private, the quarter
 * behind it public. A zone of more than 65,536 addresses uses only the first of them. Public subnets are listed first within
 * a zone, since private ones need their NAT gateways.
 */
export const planSubnets = ({ vpcName, cidrBlock, availabilityZones }: SubnetPlanInput): SubnetPlan[] => {
  const { base, mask } = parseCidr(cidrBlock);
  const zoneMask = mask + Math.ceil(Math.log2(availabilityZones.length));
  const privateMask = Math.max(zoneMask, 16) + 1;
  const publicMask = privateMask + 1;
  if (publicMask > smallestSubnetMask) {
    throw new Error(
      `cidrBlock ${cidrBlock} is too small for ${availabilityZones.length} zones: a zone gets a /${zoneMask}, and at ` +
        `least a /${smallestSubnetMask - 2} is needed.`,
    );
  }
  return availabilityZones.flatMap((availabilityZone, index) => {
    const start = base + index * sizeOf(zoneMask);
    const subnet = (type: SubnetPlan["type"], address: number, subnetMask: number): SubnetPlan => ({
      name: `${vpcName}-${type.toLowerCase()}-${index + 1}`,
      type,
      availabilityZone,
      cidrBlock: `${formatAddress(address)}/${subnetMask}`,
    });
    return [subnet("Public", start + sizeOf(privateMask), publicMask), subnet("Private", start, privateMask)];
  });
};

const sizeOf = (mask: number): number => 2 ** (32 - mask);

const parseCidr = (cidrBlock: string): { readonly base: number; readonly mask: number } => {
  const [, address = "", mask = ""] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(cidrBlock) ?? [];
  const bytes = address.split(".").map(Number);
  if (address === "" || bytes.some((byte) => byte > 255) || Number(mask) > 32) {
    throw new Error(`cidrBlock is ${JSON.stringify(cidrBlock)}: use four numbers and a mask, such as 10.0.0.0/16.`);
  }
  const base = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return { base: base - (base % sizeOf(Number(mask))), mask: Number(mask) };
};

const formatAddress = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
