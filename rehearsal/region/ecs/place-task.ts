import type { PlacementConstraint, PlacementStrategy, TaskDefinition } from "@aws-sdk/client-ecs";
import { AwsError, type CallContext } from "../operation";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import { matchesQuery } from "./cluster-query";
import { tasksOfService } from "./find-records";
import { freeResources, type Resources } from "./free-resources";
import { type Place, type Placement, type PlacementStep, planPlacement } from "./plan-placement";
import type { ContainerInstanceRecord, DeploymentRecord, ServiceRecord, TaskRecord } from "./state";
import { putTask } from "./update-ecs";

/** The region with the new task, or why no instance takes it. */
export type PlaceTaskResult =
  | { readonly kind: "placed"; readonly state: RegionState; readonly task: TaskRecord }
  | Extract<Placement, { kind: "unplaceable" }>;

/** What a task is placed for: a service, or one that runs by itself. */
export type TaskOwner = Pick<
  ServiceRecord,
  "clusterArn" | "placementConstraints" | "placementStrategy" | "serviceArn"
> & { readonly deployments: readonly Pick<DeploymentRecord, "id" | "taskDefinition">[] };

/** Places one more task of the primary deployment; it is PENDING at once, since bridge networking has nothing to provision. */
export const placeTask = (state: RegionState, service: TaskOwner, context: CallContext): PlaceTaskResult => {
  const deployment = service.deployments[0] ?? { id: "", taskDefinition: "" };
  const definition = state.ecs.taskDefinitions[deployment.taskDefinition] ?? {};
  const needs = reservationOf(definition);
  const constraints = [...service.placementConstraints, ...(definition.placementConstraints ?? [])];
  const steps = stepsOf(service.placementStrategy);
  const placement = planPlacement(placesOf(state, service, { constraints, steps }), {
    ...needs,
    isDistinctInstance: constraints.some(({ type }) => type === "distinctInstance"),
    steps,
    random: context.random(),
  });
  if (placement.kind === "unplaceable") return placement;
  const task = newTask(service, deployment, context);
  const instance = state.ecs.containerInstances[placement.containerInstanceArn];
  const placed: TaskRecord = {
    ...task,
    ...needs,
    ...imageDigestOf(state, deployment.id, definition),
    containerInstanceArn: placement.containerInstanceArn,
    ec2InstanceId: instance?.ec2InstanceId ?? "",
    availabilityZone: attributeOf(instance, "ecs.availability-zone"),
  };
  return { kind: "placed", state: putTask(state, placed), task: placed };
};

/**
 * What a task reserves: its own size, or the sum of its containers; a soft memory limit counts before the hard one.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html (memoryReservation)
 */
export const reservationOf = ({ cpu, memory, containerDefinitions = [] }: TaskDefinition): Resources => ({
  cpu: cpu === undefined ? sum(containerDefinitions.map((container) => container.cpu ?? 0)) : Number(cpu),
  memory:
    memory === undefined
      ? sum(containerDefinitions.map((container) => container.memoryReservation ?? container.memory ?? 0))
      : Number(memory),
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * The strategies in their order; without any, a service spreads over zones.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html
 */
export const stepsOf = (strategies: readonly PlacementStrategy[]): readonly PlacementStep[] => {
  if (strategies.length === 0) return [{ kind: "spread", field: "attribute:ecs.availability-zone" }];
  return strategies.map(({ type, field = "" }): PlacementStep => {
    const name = field.toLowerCase();
    if (type === "random") return { kind: "random" };
    if (type === "binpack" && (name === "cpu" || name === "memory")) return { kind: "binpack", field: name };
    if (type === "spread") return { kind: "spread", field };
    throw new AwsError(
      "InvalidParameterException",
      `Placement strategy ${type} with field ${field} is not allowed: binpack takes cpu or memory.`,
    );
  });
};

const placesOf = (
  state: RegionState,
  service: TaskOwner,
  {
    constraints,
    steps,
  }: { readonly constraints: readonly PlacementConstraint[]; readonly steps: readonly PlacementStep[] },
): readonly Place[] => {
  const expressions = constraints.flatMap(({ type, expression }) =>
    type === "memberOf" && expression ? [expression] : [],
  );
  const fields = steps.flatMap((step) => (step.kind === "spread" ? [step.field] : []));
  const tasks = tasksOfService(state, service.serviceArn).filter(({ desiredStatus }) => desiredStatus === "RUNNING");
  return Object.values(state.ecs.containerInstances)
    .filter(
      ({ clusterArn, status, isAgentConnected = true }) =>
        // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html (agentConnected)
        clusterArn === service.clusterArn && status === "ACTIVE" && isAgentConnected,
    )
    .map((instance) => ({
      containerInstanceArn: instance.containerInstanceArn,
      ...freeResources(state, instance),
      isMember: expressions.every((expression) => matchesQuery(expression, instance)),
      tasksOfService: tasks.filter((task) => task.containerInstanceArn === instance.containerInstanceArn).length,
      fields: Object.fromEntries(fields.map((field) => [field, fieldOf(instance, field)])),
    }));
};

const fieldOf = (instance: ContainerInstanceRecord, field: string): string =>
  field.startsWith("attribute:") ? attributeOf(instance, field.slice("attribute:".length)) : instance.ec2InstanceId;

const attributeOf = (instance: ContainerInstanceRecord | undefined, name: string): string =>
  instance?.attributes.find((attribute) => attribute.name === name)?.value ?? "";

/**
 * The tasks of a deployment run what its first one pulled, even where the tag has moved since, unless the container turns that
 * off. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-container-image-stability.html
 */
const imageDigestOf = (
  { ecs }: RegionState,
  deploymentId: string,
  { containerDefinitions = [] }: TaskDefinition,
): Pick<TaskRecord, "imageDigest"> => {
  const { image = "", versionConsistency } = containerDefinitions[0] ?? {};
  const first = Object.values(ecs.tasks).find((task) => task.deploymentId === deploymentId)?.imageDigest;
  const imageDigest =
    image.split("@")[1] ?? (versionConsistency === "disabled" ? undefined : first) ?? ecs.imageDigests[image];
  return imageDigest === undefined ? {} : { imageDigest };
};

const newTask = (
  service: TaskOwner,
  deployment: Pick<DeploymentRecord, "id" | "taskDefinition">,
  { accountId, region, now, random }: CallContext,
) => {
  const clusterName = service.clusterArn.split("/").at(-1);
  return {
    taskArn: `arn:aws:ecs:${region}:${accountId}:task/${clusterName}/${randomHex(random, 32)}`,
    clusterArn: service.clusterArn,
    serviceArn: service.serviceArn,
    deploymentId: deployment.id,
    taskDefinitionArn: deployment.taskDefinition,
    lastStatus: "PENDING",
    desiredStatus: "RUNNING",
    targets: [],
    createdAt: now,
    wasHealthy: false,
    version: 1,
  } as const;
};
