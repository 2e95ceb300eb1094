import type {
  ContainerDefinition,
  DescribeTaskDefinitionCommandOutput,
  NetworkMode,
  RegisterTaskDefinitionCommandInput,
  RegisterTaskDefinitionCommandOutput,
  TaskDefinition,
  TaskDefinitionPlacementConstraint,
} from "@aws-sdk/client-ecs";
import { unlessRefused } from "../../aws-calls";
import type { LiveResource, LiveType } from "../../live-type";
import { flagIn, objectIn, objectsIn, type Properties, textIn, textsIn } from "../../properties";
import { ecsTagsOf, updateEcsTags } from "./tag-ecs";

const unmodelled = ["ephemeralStorage", "ipcMode", "pidMode", "proxyConfiguration", "trackLatest", "volumes"];

/** `aws.ecs.TaskDefinition`: every change but one of tags registers a new revision. */
export const taskDefinition: LiveType = {
  create: async (inputs, { send, keep }) => {
    const answer = await send<RegisterTaskDefinitionCommandOutput>("ecs", "RegisterTaskDefinition", registerOf(inputs));
    const resource = toResource(answer.taskDefinition ?? {});
    keep(resource);
    return resource;
  },
  read: async ({ id, state }, { send }) => {
    const input = { taskDefinition: textIn(state, "arn") ?? id, include: ["TAGS"] };
    const request = send<DescribeTaskDefinitionCommandOutput>("ecs", "DescribeTaskDefinition", input);
    const found = (await unlessRefused(request, ["ClientException"]))?.taskDefinition;
    return found?.status === "ACTIVE" ? toResource(found) : undefined;
  },
  update: async (change, context) => {
    await updateEcsTags(textIn(change.state, "arn") ?? "", change, context);
    return {};
  },
  delete: async ({ state }, { send }) => {
    if (flagIn(state, "skipDestroy") === true) return;
    await send("ecs", "DeregisterTaskDefinition", { taskDefinition: textIn(state, "arn") });
  },
  filledIn: ["networkMode"],
};

const registerOf = (inputs: Properties): RegisterTaskDefinitionCommandInput => {
  const property = unmodelled.find((name) => inputs[name] !== undefined);
  if (property !== undefined) {
    throw new Error(`The rehearsal does not model the property ${property} of a task definition.`);
  }
  return {
    containerDefinitions: parseContainers(textIn(inputs, "containerDefinitions") ?? ""),
    cpu: textIn(inputs, "cpu"),
    executionRoleArn: textIn(inputs, "executionRoleArn"),
    family: textIn(inputs, "family"),
    memory: textIn(inputs, "memory"),
    networkMode: textIn(inputs, "networkMode") as NetworkMode,
    placementConstraints: placementConstraintsOf(inputs),
    requiresCompatibilities: textsIn(inputs, "requiresCompatibilities") as "EC2"[],
    runtimePlatform: runtimePlatformOf(inputs),
    tags: ecsTagsOf(inputs),
    taskRoleArn: textIn(inputs, "taskRoleArn"),
  };
};

/** The text holds the API's own shape. */
const parseContainers = (text: string): ContainerDefinition[] => {
  const containers: unknown = JSON.parse(text);
  if (Array.isArray(containers)) return containers as ContainerDefinition[];
  throw new Error(`ECS Task Definition container_definitions is invalid: expected a JSON array, got ${text}.`);
};

const placementConstraintsOf = (inputs: Properties): TaskDefinitionPlacementConstraint[] | undefined => {
  const constraints = objectsIn(inputs, "placementConstraints").map((constraint) => ({
    type: textIn(constraint, "type") as "memberOf",
    expression: textIn(constraint, "expression"),
  }));
  return constraints.length === 0 ? undefined : constraints;
};

const runtimePlatformOf = (inputs: Properties): RegisterTaskDefinitionCommandInput["runtimePlatform"] => {
  if (inputs["runtimePlatform"] === undefined) return undefined;
  const platform = objectIn(inputs, "runtimePlatform");
  return {
    cpuArchitecture: textIn(platform, "cpuArchitecture") as "ARM64",
    operatingSystemFamily: textIn(platform, "operatingSystemFamily") as "LINUX",
  };
};

const toResource = (found: TaskDefinition): LiveResource => {
  const arn = found.taskDefinitionArn ?? "";
  return {
    id: found.family ?? "",
    outputs: {
      arn,
      arnWithoutRevision: arn.slice(0, arn.lastIndexOf(":")),
      networkMode: found.networkMode,
      revision: found.revision,
    },
  };
};
