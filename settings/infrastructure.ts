import { isIPv4 } from "node:net";
import { type FailurePolicy, failurePolicies } from "../drain/plan-budget";
import type { Fields } from "./fields";
import { flag, integer, type Kind, oneOf, text } from "./kinds";
import type { ServiceSettings } from "./services";

/** Where everything stands: in a network of its own, or in one that exists. */
export type NetworkSettings =
  | {
      readonly kind: "create";
      readonly cidr: string;
      /** How many. */
      readonly availabilityZones: number;
      readonly natGateways: "Single" | "OnePerAz";
    }
  | {
      readonly kind: "existing";
      readonly vpcId: string;
      readonly privateSubnetIds: readonly string[];
      readonly publicSubnetIds: readonly string[];
    };

/** Processor architecture of all container instances. */
export type Architecture = "x86_64" | "arm64";

/** The instances that run the containers. */
export interface FleetSettings {
  readonly architecture: Architecture;
  /** Pinned machine image. @default AWS's newest ECS-optimized Amazon Linux 2023 */
  readonly amiId?: string;
  readonly instanceTypes: readonly string[];
  /** Spot instances to start with; autoscaling owns the figure afterwards. */
  readonly targetCapacity: number;
  /** Spot instances that autoscaling stops at. */
  readonly maxCapacity: number;
  /** On-demand instances, always that many. */
  readonly onDemandBaseSize: number;
  readonly rootVolumeGib: number;
  /** What happens to an instance whose drain has used up its time. */
  readonly drainFailurePolicy: FailurePolicy;
  /** Whether CloudWatch keeps container metrics, which cost extra. */
  readonly containerInsights: boolean;
}

/** Who reaches the load balancer: CloudFront alone, or everybody. */
export type Exposure = "cloudfront" | "public";

const large = (family: string): string => `${family}.large`;

/** 2 vCPU and at least 8 GiB each, so that any of them holds what another one held. */
const defaultInstanceTypes: Readonly<Record<Architecture, readonly string[]>> = {
  x86_64: ["m5", "m5a", "m5d", "m5n", "m6a", "m6i", "m6id", "m6in", "m7a", "m7i", "m7i-flex"].map(large),
  arm64: ["m6g", "m6gd", "m7g", "m7gd", "m8g", "m8gd", "t4g", "r6g", "r6gd", "r7g", "r7gd", "r8g"].map(large),
};

/** With fewer pools an interruption more often finds no replacement: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html */
const fewestSpotTypes = 10;

const cidrKind: Kind<string> = {
  allowed: "a private IPv4 range from /16 to /22 by its first address, for example 10.0.0.0/16",
  example: "10.0.0.0/16",
  parse: (raw) => (typeof raw === "string" && isPrivateRange(raw) ? raw : undefined),
};

/** The provider takes no other address of a range than its first one. */
const isPrivateRange = (range: string): boolean => {
  const [, third, bits] =
    /^(?:10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.(\d{1,3})\.0\/(1[6-9]|2[0-2])$/.exec(range) ?? [];
  return isIPv4(range.replace(/\/.*/, "")) && Number(third) % 2 ** (24 - Number(bits)) === 0;
};

const vpcKind = text(/^vpc-[0-9a-f]{8,17}$/, "the id of a VPC, for example vpc-0123456789abcdef0");
const subnetKind = text(/^subnet-[0-9a-f]{8,17}$/, "the id of a subnet, for example subnet-0123456789abcdef0");
const amiKind = text(/^ami-[0-9a-f]{8,17}$/, "the id of a machine image, for example ami-0123456789abcdef0");
/** AWS allows 10,000 instances a fleet: nobody means that. */
const largestFleet = 1000;
const capacityKind = integer(0, largestFleet);
const typeKind = text(/^[a-z][a-z0-9-]{1,15}\.[a-z0-9-]{2,15}$/, "an instance type, for example m7g.large");

/** Reads `network`; a `vpcId` says that it exists. */
export const parseNetwork = (root: Fields, exposure: Exposure): NetworkSettings => {
  const fields = root.object("network");
  const network = fields.keys.some((key) => key.endsWith("Id") || key.endsWith("Ids"))
    ? parseExistingNetwork(fields, exposure)
    : parseNewNetwork(fields);
  fields.refuseUnknownKeys();
  return network;
};

const parseNewNetwork = (fields: Fields): NetworkSettings => ({
  kind: "create",
  cidr: fields.withDefault("cidr", cidrKind, "10.0.0.0/16"),
  availabilityZones: fields.withDefault("availabilityZones", integer(2, 4), 3),
  natGateways: fields.withDefault("natGateways", oneOf(["Single", "OnePerAz"]), "Single"),
});

const parseExistingNetwork = (fields: Fields, exposure: Exposure): NetworkSettings => {
  const vpcId = fields.required("vpcId", vpcKind);
  const privateSubnetIds = parseSubnets(fields, "privateSubnetIds", 2);
  const publicSubnetIds = parseSubnets(fields, "publicSubnetIds", exposure === "public" ? 2 : 0);
  return { kind: "existing", vpcId, privateSubnetIds, publicSubnetIds };
};

/** A load balancer needs two zones, so a group of subnets that it stands in needs two subnets. */
const parseSubnets = (fields: Fields, key: string, fewest: number): readonly string[] => {
  const ids = fields.list(key, subnetKind, []);
  if (fields.isWrong(key)) return ids;
  if (new Set(ids).size !== ids.length) fields.refuse(key, "each subnet once", "a subnet twice");
  if (ids.length < fewest)
    fields.refuse(key, `at least ${fewest} in different availability zones`, ids.length === 0 ? "none" : "one");
  return ids;
};

/** Reads `fleet`. */
export const parseFleet = (root: Fields, services: readonly ServiceSettings[]): FleetSettings => {
  const fields = root.object("fleet");
  const architecture = fields.withDefault("architecture", oneOf<Architecture>(["x86_64", "arm64"]), "x86_64");
  const amiId = fields.optional("amiId", amiKind);
  const targetCapacity = fields.withDefault("targetCapacity", capacityKind, 2);
  const fleet: FleetSettings = {
    architecture,
    ...(amiId === undefined ? {} : { amiId }),
    instanceTypes: fields.list("instanceTypes", typeKind, defaultInstanceTypes[architecture]),
    targetCapacity,
    maxCapacity: fields.withDefault("maxCapacity", capacityKind, Math.min(3 * targetCapacity, largestFleet)),
    onDemandBaseSize: fields.withDefault("onDemandBaseSize", integer(0, 100), 1),
    rootVolumeGib: fields.withDefault("rootVolumeGib", integer(30, 1000), 30),
    drainFailurePolicy: fields.withDefault("drainFailurePolicy", oneOf<FailurePolicy>(failurePolicies), "continue"),
    containerInsights: fields.withDefault("containerInsights", flag, false),
  };
  fields.refuseUnknownKeys();
  refuseInstanceTypes(fields, fleet);
  refuseSmallMaximum(fields, fleet);
  refuseMissingInstances(fields, fleet, services);
  return fleet;
};

const refuseInstanceTypes = (fields: Fields, { architecture, instanceTypes, targetCapacity }: FleetSettings): void => {
  if (fields.isWrong("instanceTypes") || fields.isWrong("architecture")) return;
  const foreign = instanceTypes.filter((type) => architectureOf(type) !== architecture);
  if (foreign.length > 0) fields.refuse("instanceTypes", `types of architecture ${architecture}`, foreign.join(", "));
  const different = new Set(instanceTypes).size;
  if (different < (targetCapacity > 0 ? fewestSpotTypes : 1)) {
    const allowed = `at least ${fewestSpotTypes} while targetCapacity is above 0, otherwise 1`;
    fields.refuse("instanceTypes", allowed, `${different} different types`);
  }
};

const refuseSmallMaximum = (fields: Fields, { targetCapacity, maxCapacity }: FleetSettings): void => {
  if (maxCapacity >= targetCapacity || ["maxCapacity", "targetCapacity"].some((key) => fields.isWrong(key))) return;
  fields.refuse("maxCapacity", `at least ${targetCapacity}, which is targetCapacity`, String(maxCapacity));
};

/** Graviton families have a g among the letters after their generation; the first generation is called a1. */
const architectureOf = (instanceType: string): Architecture =>
  /^(a1\.|[a-z]+\d+[a-z]*g)/.test(instanceType) ? "arm64" : "x86_64";

const refuseMissingInstances = (fields: Fields, fleet: FleetSettings, services: readonly ServiceSettings[]): void => {
  if (fleet.onDemandBaseSize > 0 || fields.isWrong("onDemandBaseSize")) return;
  const bound = services.find(({ placement }) => placement === "on-demand");
  if (bound !== undefined)
    fields.refuse("onDemandBaseSize", `at least 1, since ${bound.name} has placement: on-demand`, "0");
  else if (fleet.targetCapacity === 0 && !fields.isWrong("targetCapacity"))
    fields.refuse("onDemandBaseSize", "at least 1 while targetCapacity is 0", "0");
};
