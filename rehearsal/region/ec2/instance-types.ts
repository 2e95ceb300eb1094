import { AwsError } from "../operation";

/** What an instance type has. */
export interface InstanceType {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly architecture: "x86_64" | "arm64";
}

/**
 * GiB for each vCPU by family: compute 2, general purpose 4, memory 8.
 * Sources: https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html, co.html and mo.html
 */
const memoryPerVcpu: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

const families =
  /^(?<kind>[cmr])(?<generation>5|5a|5d|5n|6a|6i|6id|6in|6g|6gd|7a|7i|7i-flex|7g|7gd|8g|8gd|8i)\.(?<size>medium|large|\d*xlarge)$/;

const vcpusBySize: Readonly<Record<string, number>> = {
  medium: 1,
  large: 2,
  xlarge: 4,
  "2xlarge": 8,
  "4xlarge": 16,
  "8xlarge": 32,
  "12xlarge": 48,
  "16xlarge": 64,
};

/** Burstable types have 2 vCPUs up to large. Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html (t3, t3a, t4g) */
const burstableGiB: Readonly<Record<string, number>> = { micro: 1, small: 2, medium: 4, large: 8 };

/** What a type has; refuses one that the table doesn't know by its name. */
export const instanceTypeOf = (name: string): InstanceType => {
  const [family = "", size = ""] = name.split(".");
  const gib = burstableGiB[size];
  if (["t3", "t3a", "t4g"].includes(family) && gib !== undefined) {
    return { vcpus: 2, memoryMiB: gib * 1024, architecture: family === "t4g" ? "arm64" : "x86_64" };
  }
  const { kind = "", generation = "" } = families.exec(name)?.groups ?? {};
  const vcpus = vcpusBySize[size];
  const perVcpu = memoryPerVcpu[kind];
  if (vcpus === undefined || perVcpu === undefined) {
    throw new AwsError(
      "NotModelled",
      `The rehearsal's region does not know the instance type ${name}; it knows c, m and r of generations 5 to 8 and t3, t3a, t4g.`,
      501,
    );
  }
  return { vcpus, memoryMiB: vcpus * perVcpu * 1024, architecture: /^\dg/.test(generation) ? "arm64" : "x86_64" };
};

/**
 * What the agent offers to tasks: all CPU units, and the memory that kernel and firmware leave. AWS only says that it is
 * less than the type's nominal memory; 5 % less is this model's choice.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/memory-management.html
 */
export const registeredResources = ({ vcpus, memoryMiB }: InstanceType): { cpu: number; memory: number } => ({
  cpu: vcpus * 1024,
  memory: Math.floor(memoryMiB * 0.95),
});
