import type {
  DeregisterTaskDefinitionCommandInput,
  DescribeTaskDefinitionCommandInput,
  RegisterTaskDefinitionCommandInput,
  TaskDefinition,
} from "@aws-sdk/client-ecs";
import { AwsError, type Operation } from "../operation";
import { taskDefinitionOf } from "./find-records";
import { storeTags } from "./tags";
import { updateEcs } from "./update-ecs";
import { validateTaskDefinition } from "./validate-task-definition";

/** Stores the family's next revision; revisions count from 1 and are never used twice. */
export const registerTaskDefinition: Operation<RegisterTaskDefinitionCommandInput> = (state, input, context) => {
  validateTaskDefinition(input);
  const { family, tags, containerDefinitions = [], ...rest } = input;
  const { accountId, region, now } = context;
  const revision = 1 + Object.values(state.ecs.taskDefinitions).filter((other) => other.family === family).length;
  const taskDefinitionArn = `arn:aws:ecs:${region}:${accountId}:task-definition/${family}:${revision}`;
  const taskDefinition: TaskDefinition = {
    ...rest,
    taskDefinitionArn,
    family,
    revision,
    status: "ACTIVE",
    // AWS fills these in when they are left out: bridge is the default network mode on Linux.
    networkMode: input.networkMode ?? "bridge",
    containerDefinitions: containerDefinitions.map((container) => ({
      cpu: 0,
      essential: true,
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      systemControls: [],
      ...container,
      portMappings: (container.portMappings ?? []).map((mapping) => ({ hostPort: 0, protocol: "tcp", ...mapping })),
    })),
    volumes: input.volumes ?? [],
    placementConstraints: input.placementConstraints ?? [],
    compatibilities: ["EXTERNAL", "EC2"],
    registeredAt: new Date(now),
  };
  const taskDefinitions = { ...state.ecs.taskDefinitions, [taskDefinitionArn]: taskDefinition };
  return {
    state: storeTags(updateEcs(state, { taskDefinitions }), taskDefinitionArn, tags),
    output: { taskDefinition, tags: tags ?? [] },
  };
};

/** One revision by ARN or `family:revision`, inactive ones too; the latest active one by `family`. */
export const describeTaskDefinition: Operation<DescribeTaskDefinitionCommandInput> = (state, input) => {
  const taskDefinition = taskDefinitionOf(state, input.taskDefinition);
  const tags = state.ecs.tags[taskDefinition.taskDefinitionArn ?? ""] ?? [];
  return { state, output: { taskDefinition, tags: input.include?.includes("TAGS") ? [...tags] : [] } };
};

/**
 * Marks a revision INACTIVE: what uses it goes on and may scale, nothing new may use it.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html
 */
export const deregisterTaskDefinition: Operation<DeregisterTaskDefinitionCommandInput> = (state, input, { now }) => {
  const existing = taskDefinitionOf(state, input.taskDefinition);
  const arn = existing.taskDefinitionArn ?? "";
  if (input.taskDefinition === existing.family) {
    throw new AwsError("ClientException", "Invalid revision number. Name a revision, for example web:3.");
  }
  const taskDefinition: TaskDefinition = { ...existing, status: "INACTIVE", deregisteredAt: new Date(now) };
  const taskDefinitions = { ...state.ecs.taskDefinitions, [arn]: taskDefinition };
  return { state: updateEcs(state, { taskDefinitions }), output: { taskDefinition } };
};
