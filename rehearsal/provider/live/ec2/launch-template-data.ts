import type {
  _InstanceType,
  LaunchTemplateBlockDeviceMappingRequest,
  RequestLaunchTemplateData,
  VolumeType,
} from "@aws-sdk/client-ec2";
import { flagIn, isObject, numberIn, objectIn, objectsIn, type Properties, textIn, textsIn } from "../../properties";

/** Properties of a template that say what an instance is made of. */
export const dataProperties = [
  "blockDeviceMappings",
  "disableApiTermination",
  "ebsOptimized",
  "iamInstanceProfile",
  "imageId",
  "instanceInitiatedShutdownBehavior",
  "instanceType",
  "keyName",
  "metadataOptions",
  "monitoring",
  "tagSpecifications",
  "userData",
  "vpcSecurityGroupIds",
] as const;

/** Properties that say something about the template alone. */
const otherProperties = [
  "defaultVersion",
  "description",
  "name",
  "namePrefix",
  "region",
  "tags",
  "tagsAll",
  "updateDefaultVersion",
];

/** The data of a version as the API takes it. */
export const launchTemplateDataOf = (inputs: Properties): RequestLaunchTemplateData => {
  refuseUnmodelled(inputs);
  return {
    BlockDeviceMappings: unlessEmpty(objectsIn(inputs, "blockDeviceMappings").map(toBlockDevice)),
    DisableApiTermination: flagIn(inputs, "disableApiTermination"),
    EbsOptimized: flagIn(inputs, "ebsOptimized"),
    IamInstanceProfile: instanceProfileOf(inputs),
    ImageId: textIn(inputs, "imageId"),
    InstanceInitiatedShutdownBehavior: textIn(inputs, "instanceInitiatedShutdownBehavior") as "stop",
    InstanceType: textIn(inputs, "instanceType") as _InstanceType,
    KeyName: textIn(inputs, "keyName"),
    MetadataOptions: metadataOptionsOf(inputs),
    Monitoring: isObject(inputs["monitoring"])
      ? { Enabled: flagIn(objectIn(inputs, "monitoring"), "enabled") ?? false }
      : undefined,
    SecurityGroupIds: textsIn(inputs, "vpcSecurityGroupIds"),
    TagSpecifications: unlessEmpty(objectsIn(inputs, "tagSpecifications").map(toTagSpecification)),
    UserData: textIn(inputs, "userData"),
  };
};

const refuseUnmodelled = (inputs: Properties): void => {
  const known: readonly string[] = [...dataProperties, ...otherProperties];
  const property = Object.keys(inputs).find((name) => !name.startsWith("__") && !known.includes(name));
  if (property === undefined) return;
  throw new Error(`The rehearsal does not model the property ${property} of a launch template.`);
};

const toBlockDevice = (mapping: Properties): LaunchTemplateBlockDeviceMappingRequest => {
  const ebs = objectIn(mapping, "ebs");
  return {
    DeviceName: textIn(mapping, "deviceName"),
    NoDevice: textIn(mapping, "noDevice"),
    VirtualName: textIn(mapping, "virtualName"),
    Ebs:
      Object.keys(ebs).length === 0
        ? undefined
        : {
            DeleteOnTermination: flagIn(ebs, "deleteOnTermination"),
            Encrypted: flagIn(ebs, "encrypted"),
            Iops: numberIn(ebs, "iops"),
            KmsKeyId: textIn(ebs, "kmsKeyId"),
            SnapshotId: textIn(ebs, "snapshotId"),
            Throughput: numberIn(ebs, "throughput"),
            VolumeSize: numberIn(ebs, "volumeSize"),
            VolumeType: textIn(ebs, "volumeType") as VolumeType,
          },
  };
};

const instanceProfileOf = (inputs: Properties): RequestLaunchTemplateData["IamInstanceProfile"] => {
  const profile = objectIn(inputs, "iamInstanceProfile");
  if (Object.keys(profile).length === 0) return undefined;
  return { Arn: textIn(profile, "arn"), Name: textIn(profile, "name") };
};

const metadataOptionsOf = (inputs: Properties): RequestLaunchTemplateData["MetadataOptions"] => {
  const options = objectIn(inputs, "metadataOptions");
  if (Object.keys(options).length === 0) return undefined;
  return {
    HttpEndpoint: textIn(options, "httpEndpoint") as "enabled",
    HttpProtocolIpv6: textIn(options, "httpProtocolIpv6") as "enabled",
    HttpPutResponseHopLimit: numberIn(options, "httpPutResponseHopLimit"),
    HttpTokens: textIn(options, "httpTokens") as "required",
    InstanceMetadataTags: textIn(options, "instanceMetadataTags") as "enabled",
  };
};

/** Written out by the program: default tags don't reach what a template launches. */
const toTagSpecification = (specification: Properties) => ({
  ResourceType: textIn(specification, "resourceType") as "instance",
  Tags: Object.entries(objectIn(specification, "tags")).map(([Key, value]) => ({ Key, Value: String(value) })),
});

const unlessEmpty = <Item>(items: Item[]): Item[] | undefined => (items.length === 0 ? undefined : items);
