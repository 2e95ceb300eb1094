import { textAt } from "./pack/known-values";
import { resourcePolicy } from "./pack/policy";
import { types } from "./pack/resource-types";

/** Most types are named by `name`. */
const nameProperties: Readonly<Record<string, string>> = {
  [types.bucket]: "bucket",
};

/** What may be replaced while it is in use, so that the new one must not collide with the old. */
const replaceable = [
  types.targetGroup,
  types.loadBalancer,
  types.service,
  types.eventRule,
  types.launchTemplate,
  types.autoScalingGroup,
  types.securityGroup,
  types.role,
  types.function,
  types.queue,
  types.logGroup,
  types.bucket,
];

/** A fixed name makes a replacement fail, or delete what serves before its successor is there. */
export const replaceableNamesAreGenerated = resourcePolicy({
  name: "replaceable-names-are-generated",
  description: "Target groups, services, rules and the like have no fixed name, so that they can be replaced in use.",
  level: "mandatory",
  types: replaceable,
  defaults: { exceptions: [] as readonly string[] },
  check: ({ type, name: logicalName, props }, { exceptions }) => {
    const property = nameProperties[type] ?? "name";
    const name = textAt(props, property);
    const isOpen = name === undefined || textAt(props, `${property}Prefix`) !== undefined;
    if (isOpen || isGenerated(name, logicalName) || exceptions.includes(logicalName)) return [];
    return [
      `${property} is fixed to "${name}", allowed: none, so that Pulumi adds seven random digits. ` +
        "A replacement could not be created beside the old one.",
    ];
  },
});

/** Pulumi's names: the logical name (in lower case for buckets), a dash, seven hexadecimal digits, and what a queue's kind asks for. */
const isGenerated = (name: string, logicalName: string): boolean =>
  name.toLowerCase().startsWith(`${logicalName.toLowerCase()}-`) &&
  /^-[0-9a-f]{7}(\.fifo)?$/.test(name.slice(logicalName.length));
