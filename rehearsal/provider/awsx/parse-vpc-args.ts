import type { Inputs } from "@pulumi/pulumi";

/** How many NAT gateways a VPC has. */
export type NatStrategy = "None" | "Single" | "OnePerAz";

/** What decides the shape of a VPC; other inputs are passed on to the VPC itself. */
export interface VpcShape {
  /** @default "10.0.0.0/16" */
  readonly cidrBlock: string;
  /** @default undefined, the first zones of the region */
  readonly availabilityZoneNames: readonly string[] | undefined;
  /** @default 3 */
  readonly numberOfAvailabilityZones: number;
  /** @default "OnePerAz" */
  readonly natStrategy: NatStrategy;
}

const natStrategies: readonly NatStrategy[] = ["None", "Single", "OnePerAz"];

/** Inputs that reach the VPC as they are. */
export const passedOn = [
  "enableDnsHostnames",
  "enableDnsSupport",
  "enableNetworkAddressUsageMetrics",
  "instanceTenancy",
  "region",
] as const;

const shaping = [
  "availabilityZoneNames",
  "cidrBlock",
  "natGateways",
  "numberOfAvailabilityZones",
  "subnetStrategy",
  "tags",
];

/** Reads the inputs of `awsx.ec2.Vpc`; one that isn't modelled is refused by name. */
export const parseVpcArgs = (inputs: Inputs): VpcShape => {
  const known: readonly string[] = [...passedOn, ...shaping];
  const property = Object.keys(inputs).find((name) => inputs[name] !== undefined && !known.includes(name));
  if (property !== undefined) {
    throw new Error(`The rehearsal does not model the input ${property} of awsx:ec2:Vpc: use ${known.join(", ")}.`);
  }
  return {
    cidrBlock: optional(inputs, "cidrBlock", isText) ?? "10.0.0.0/16",
    availabilityZoneNames: optional(inputs, "availabilityZoneNames", isTexts),
    numberOfAvailabilityZones: optional(inputs, "numberOfAvailabilityZones", isCount) ?? 3,
    natStrategy: parseNatStrategy(inputs["natGateways"]),
  };
};

const optional = <Value>(
  inputs: Inputs,
  name: string,
  isRight: (value: unknown) => value is Value,
): Value | undefined => {
  const value: unknown = inputs[name];
  if (value === undefined || isRight(value)) return value;
  throw new Error(`${name} of awsx:ec2:Vpc is ${JSON.stringify(value)}: pass a plain value of the declared type.`);
};

const isText = (value: unknown): value is string => typeof value === "string";
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;

const parseNatStrategy = (natGateways: unknown): NatStrategy => {
  if (natGateways === undefined) return "OnePerAz";
  const { strategy = "OnePerAz", ...others } = natGateways as Readonly<Record<string, unknown>>;
  const found = natStrategies.find((known) => known.toLowerCase() === String(strategy).toLowerCase());
  if (found === undefined) {
    throw new Error(`natGateways.strategy is ${JSON.stringify(strategy)}: use ${natStrategies.join(", ")}.`);
  }
  const [property] = Object.keys(others);
  if (property === undefined) return found;
  throw new Error(`The rehearsal does not model natGateways.${property} of awsx:ec2:Vpc.`);
};
