import type { TaskDefinition } from "@aws-sdk/client-ecs";
import { AwsError } from "../operation";
import type { RegionState } from "../state";
import type { ClusterRecord, ServiceRecord, TaskRecord } from "./state";

/** The active cluster by name or ARN (AWS's default name: `default`); refuses what isn't there. */
export const clusterOf = (state: RegionState, cluster: string | undefined): ClusterRecord => {
  const found = findCluster(state, cluster);
  if (found === undefined || found.status === "INACTIVE") {
    throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  }
  return found;
};

/** The cluster by name or ARN, whatever its status. */
export const findCluster = (state: RegionState, cluster = "default"): ClusterRecord | undefined =>
  state.ecs.clusters[cluster] ?? Object.values(state.ecs.clusters).find(({ clusterName }) => clusterName === cluster);

/** The service by name or ARN in a cluster, whatever its status. */
export const findService = (
  state: RegionState,
  { clusterArn }: ClusterRecord,
  service: string | undefined,
): ServiceRecord | undefined =>
  Object.values(state.ecs.services).find(
    (other) => other.clusterArn === clusterArn && (other.serviceArn === service || other.serviceName === service),
  );

/** The service by name or ARN, unless it was deleted. */
export const serviceOf = (state: RegionState, cluster: ClusterRecord, service: string | undefined): ServiceRecord => {
  const found = findService(state, cluster, service);
  if (found === undefined) throw new AwsError("ServiceNotFoundException", "Service not found.");
  if (found.status !== "ACTIVE") throw new AwsError("ServiceNotActiveException", "Service was not ACTIVE.");
  return found;
};

/** A task definition by ARN, `family:revision`, or `family` for its latest active revision. */
export const taskDefinitionOf = (state: RegionState, name: string | undefined): TaskDefinition => {
  const found = Object.values(state.ecs.taskDefinitions)
    .filter(
      ({ taskDefinitionArn, family, revision, status }) =>
        taskDefinitionArn === name || `${family}:${revision}` === name || (family === name && status === "ACTIVE"),
    )
    .toSorted((one, other) => (other.revision ?? 0) - (one.revision ?? 0))[0];
  if (found === undefined) throw new AwsError("ClientException", "Unable to describe task definition.");
  return found;
};

/** The tasks of a service that have not ended, oldest first. */
export const tasksOfService = (state: RegionState, serviceArn: string): readonly TaskRecord[] =>
  Object.values(state.ecs.tasks).filter((task) => task.serviceArn === serviceArn && task.lastStatus !== "STOPPED");
