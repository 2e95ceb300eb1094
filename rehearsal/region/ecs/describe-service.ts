import type { Deployment, Service } from "@aws-sdk/client-ecs";
import type { RegionState } from "../state";
import type { DeploymentRecord, ServiceRecord, TaskRecord } from "./state";

/** A service in the API's shape. */
export const describeService = (state: RegionState, service: ServiceRecord): Service => {
  const tasks = Object.values(state.ecs.tasks).filter((task) => task.serviceArn === service.serviceArn);
  return {
    serviceArn: service.serviceArn,
    serviceName: service.serviceName,
    clusterArn: service.clusterArn,
    status: service.status,
    desiredCount: service.desiredCount,
    ...countsOf(tasks),
    launchType: "EC2",
    schedulingStrategy: "REPLICA",
    deploymentController: { type: "ECS" },
    taskDefinition: service.deployments[0]?.taskDefinition ?? service.lastCompleted?.taskDefinition,
    loadBalancers: [...service.loadBalancers],
    serviceRegistries: [],
    deploymentConfiguration: {
      minimumHealthyPercent: service.minimumHealthyPercent,
      maximumPercent: service.maximumPercent,
      deploymentCircuitBreaker: { ...service.circuitBreaker },
      strategy: "ROLLING",
    },
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    placementConstraints: [...service.placementConstraints],
    placementStrategy: [...service.placementStrategy],
    availabilityZoneRebalancing: "DISABLED",
    enableExecuteCommand: service.enableExecuteCommand,
    enableECSManagedTags: service.enableEcsManagedTags,
    propagateTags: service.propagateTags,
    createdAt: new Date(service.createdAt),
    deployments: service.deployments.map((deployment) => describeDeployment(service, deployment, tasks)),
    events: [...service.events],
    tags: [...(state.ecs.tags[service.serviceArn] ?? [])],
  };
};

const describeDeployment = (
  service: ServiceRecord,
  deployment: DeploymentRecord,
  tasks: readonly TaskRecord[],
): Deployment => ({
  id: deployment.id,
  status: deployment.status,
  taskDefinition: deployment.taskDefinition,
  desiredCount: deployment.status === "PRIMARY" ? service.desiredCount : 0,
  ...countsOf(tasks.filter(({ deploymentId }) => deploymentId === deployment.id)),
  failedTasks: deployment.failedTasks,
  launchType: "EC2",
  rolloutState: deployment.rolloutState,
  rolloutStateReason: deployment.rolloutStateReason,
  createdAt: new Date(deployment.createdAt),
  updatedAt: new Date(deployment.updatedAt),
});

/** A task that is being stopped counts in neither. */
const countsOf = (tasks: readonly TaskRecord[]): { runningCount: number; pendingCount: number } => {
  const wanted = tasks.filter(({ desiredStatus }) => desiredStatus === "RUNNING");
  const runningCount = wanted.filter(({ lastStatus }) => lastStatus === "RUNNING").length;
  return { runningCount, pendingCount: wanted.length - runningCount };
};
