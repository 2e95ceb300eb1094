import type { Tag } from "@aws-sdk/client-ec2";
import { AwsError, type CallContext } from "../operation";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import { instanceTypeOf } from "./instance-types";
import { launchTemplateOf, tagsFor, versionNumberOf } from "./launch-templates";
import type { InstanceRecord } from "./state";
import { putInstance, updateEc2 } from "./update-ec2";

/** What to launch, and for whom. */
export interface Launch {
  readonly template: {
    readonly id: string | undefined;
    readonly name: string | undefined;
    readonly version: string | undefined;
  };
  /** @default the template's */
  readonly instanceType: string | undefined;
  readonly subnetId: string;
  /** @default the zone in which the region has put the subnet */
  readonly availabilityZone: string | undefined;
  readonly lifecycle: InstanceRecord["lifecycle"];
  readonly owner: InstanceRecord["owner"];
  /** What the owner adds to the template's tags for instances. */
  readonly tags: readonly Tag[];
}

/** Launches one instance; the template's version is resolved now, so `$Latest` follows every new version. */
const launchInstance = (state: RegionState, launch: Launch, context: CallContext): RegionState => {
  const template = launchTemplateOf(state, launch.template.id, launch.template.name);
  const version = versionNumberOf(template, launch.template.version);
  const data = template.versions[version - 1]?.data ?? {};
  const zoned = assignZone(state, launch.subnetId, context);
  const instanceType = launch.instanceType ?? data.InstanceType ?? "";
  instanceTypeOf(instanceType);
  const instanceId = `i-${randomHex(context.random, 17)}`;
  return putInstance(zoned, {
    instanceId,
    instanceType,
    imageId: data.ImageId ?? "",
    launchTemplateId: template.launchTemplateId,
    launchTemplateVersion: version,
    subnetId: launch.subnetId,
    availabilityZone: launch.availabilityZone ?? zoned.ec2.subnetZones[launch.subnetId] ?? "",
    lifecycle: launch.lifecycle,
    owner: launch.owner,
    state: "pending",
    userData: data.UserData ?? "",
    tags: [
      ...tagsFor(data.TagSpecifications, "instance"),
      ...launch.tags,
      { Key: "aws:ec2launchtemplate:id", Value: template.launchTemplateId },
      { Key: "aws:ec2launchtemplate:version", Value: String(version) },
    ],
    launchedAt: context.now,
    bootedAt: context.now + state.ec2.launchLagMs,
  });
};

/** Launches one instance, or nothing where EC2 refuses (the template is gone): fleets and groups try again with the next round. */
export const tryLaunchInstance = (
  state: RegionState,
  launch: Launch,
  context: CallContext,
): RegionState | undefined => {
  try {
    return launchInstance(state, launch, context);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};

/** Refuses now what {@link tryLaunchInstance} would refuse later, when only time passes and nobody could be told. */
export const validateLaunch = (
  state: RegionState,
  { template, instanceType, subnetId }: Pick<Launch, "template" | "instanceType" | "subnetId">,
): void => {
  const found = launchTemplateOf(state, template.id, template.name);
  const version = versionNumberOf(found, template.version);
  instanceTypeOf(instanceType ?? found.versions[version - 1]?.data.InstanceType ?? "(none)");
  if (subnetId === "") throw new AwsError("InvalidParameterValue", "A subnet is needed for every override.");
};

/** Subnets are not modelled, so the first one that is used gets zone a, the next one b, then c, then a again. */
const assignZone = (state: RegionState, subnetId: string, { region }: CallContext): RegionState => {
  const { subnetZones } = state.ec2;
  if (subnetZones[subnetId] !== undefined) return state;
  const letter = "abc"[Object.keys(subnetZones).length % 3];
  return updateEc2(state, { subnetZones: { ...subnetZones, [subnetId]: `${region}${letter}` } });
};
