import type { Attribute, RegisterContainerInstanceCommandInput } from "@aws-sdk/client-ecs";
import { registerContainerInstance } from "../ecs/container-instances";
import { findCluster } from "../ecs/find-records";
import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { parseAgentConfig } from "./agent-config";
import { instanceTypeOf, registeredResources } from "./instance-types";
import type { InstanceRecord } from "./state";
import { putInstance } from "./update-ec2";

/** Registers the instance with the cluster that its user data names; an agent whose cluster isn't there tries again. */
export const joinCluster = (state: RegionState, instance: InstanceRecord, context: CallContext): RegionState => {
  const config = parseAgentConfig(instance.userData);
  if (config.cluster === undefined || findCluster(state, config.cluster)?.status !== "ACTIVE") return state;
  const { cpu, memory } = registeredResources(instanceTypeOf(instance.instanceType));
  const input: RegisterContainerInstanceCommandInput = {
    cluster: config.cluster,
    instanceIdentityDocument: instance.instanceId,
    totalResources: [
      { name: "CPU", type: "INTEGER", integerValue: cpu },
      { name: "MEMORY", type: "INTEGER", integerValue: memory },
    ],
    attributes: attributesOf(instance, config.attributes),
    tags: config.propagatesInstanceTags
      ? instance.tags
          .filter(({ Key }) => !Key?.startsWith("aws:"))
          .map(({ Key, Value }) => ({ key: Key, value: Value }))
      : [],
  };
  const { state: registered, output } = registerContainerInstance(state, input, context);
  const { containerInstance } = output as { readonly containerInstance: { readonly containerInstanceArn: string } };
  return putInstance(registered, { ...instance, containerInstanceArn: containerInstance.containerInstanceArn });
};

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html (built-in attributes) */
const attributesOf = (instance: InstanceRecord, custom: Readonly<Record<string, string>>): Attribute[] => {
  const builtIn = {
    "ecs.ami-id": instance.imageId,
    "ecs.availability-zone": instance.availabilityZone,
    "ecs.cpu-architecture": instanceTypeOf(instance.instanceType).architecture,
    "ecs.instance-type": instance.instanceType,
    "ecs.os-type": "linux",
    "ecs.subnet-id": instance.subnetId,
  };
  return Object.entries({ ...builtIn, ...custom }).map(([name, value]) => ({ name, value }));
};
