import type { RegionState } from "../state";
import type { ContainerInstanceRecord } from "./state";

/** CPU units and MiB. */
export interface Resources {
  readonly cpu: number;
  readonly memory: number;
}

/** What no task holds; a task holds its share until it is STOPPED, so also while it is being drained. */
export const freeResources = (state: RegionState, instance: ContainerInstanceRecord): Resources => {
  const held = Object.values(state.ecs.tasks).filter(
    (task) => task.containerInstanceArn === instance.containerInstanceArn && task.lastStatus !== "STOPPED",
  );
  return {
    cpu: instance.registeredCpu - held.reduce((sum, { cpu }) => sum + cpu, 0),
    memory: instance.registeredMemory - held.reduce((sum, { memory }) => sum + memory, 0),
  };
};
