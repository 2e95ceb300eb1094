import type { RegionState } from "../state";
import type { ClusterRecord, ContainerInstanceRecord, EcsState, ServiceRecord, TaskRecord } from "./state";

/** The region with some of the ECS slice replaced. */
export const updateEcs = (state: RegionState, change: Partial<EcsState>): RegionState => ({
  ...state,
  ecs: { ...state.ecs, ...change },
});

/** The region with this cluster added or replaced. */
export const putCluster = (state: RegionState, cluster: ClusterRecord): RegionState =>
  updateEcs(state, { clusters: { ...state.ecs.clusters, [cluster.clusterArn]: cluster } });

/** The region with this container instance added or replaced. */
export const putContainerInstance = (state: RegionState, instance: ContainerInstanceRecord): RegionState =>
  updateEcs(state, {
    containerInstances: { ...state.ecs.containerInstances, [instance.containerInstanceArn]: instance },
  });

/** The region with this service added or replaced. */
export const putService = (state: RegionState, service: ServiceRecord): RegionState =>
  updateEcs(state, { services: { ...state.ecs.services, [service.serviceArn]: service } });

/** The region with this task added or replaced. */
export const putTask = (state: RegionState, task: TaskRecord): RegionState =>
  updateEcs(state, { tasks: { ...state.ecs.tasks, [task.taskArn]: task } });
