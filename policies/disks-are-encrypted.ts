import { mayBeTrue, recordsAt, unknownValue, valueAt } from "./pack/known-values";
import { type ResourceFacts, resourcePolicy, type Values } from "./pack/policy";
import { types } from "./pack/resource-types";

/** Container logs, images and task data lie on the instances' disks. */
export const disksAreEncrypted = resourcePolicy({
  name: "disks-are-encrypted",
  description: "The disks of instances are encrypted, whatever the account's or the image's default is.",
  level: "mandatory",
  types: [types.launchTemplate, types.instance, types.volume],
  defaults: {},
  check: (resource) =>
    disksOf(resource)
      .filter(({ encrypted }) => !mayBeTrue(encrypted))
      .map(({ label }) => `${label} is not encrypted, allowed: encrypted: true.`),
});

interface Disk {
  readonly label: string;
  readonly encrypted: unknown;
}

const disksOf = ({ type, props }: ResourceFacts): readonly Disk[] => {
  if (type === types.volume) return [{ label: "The volume", encrypted: props["encrypted"] }];
  return type === types.instance ? instanceDisks(props) : templateDisks(props);
};

const instanceDisks = (props: Values): readonly Disk[] => [
  { label: "The root disk", encrypted: valueAt(props, "rootBlockDevice", "encrypted") },
  ...recordsAt(props, "ebsBlockDevices").map((disk) => ({ label: labelOf(disk), encrypted: disk["encrypted"] })),
];

/** A template that names no disk takes the image's, which are not encrypted. */
const templateDisks = (props: Values): readonly Disk[] => {
  const mappings = props["blockDeviceMappings"];
  if (mappings === unknownValue) return [];
  const disks = recordsAt(props, "blockDeviceMappings");
  return disks.length === 0
    ? [{ label: "The root disk", encrypted: undefined }]
    : disks.map((disk) => ({ label: labelOf(disk), encrypted: valueAt(disk, "ebs", "encrypted") }));
};

const labelOf = ({ deviceName }: Values): string => String(deviceName);
