import type { InstanceTask } from "../../clients/instance-tasks";

/** A service's name as people know it: what the program appended to make it unique is left out. */
const serviceOf = (group: string): string =>
  group
    .replace(/^service:/, "")
    .replace(/-[0-9a-f]{7}$/, "")
    .replace(/-(blue|green)$/, " $1");

/** For example `web blue 2, api green 1`. */
export const countByService = (tasks: readonly InstanceTask[]): string => {
  const counts = new Map<string, number>();
  for (const { group } of tasks) counts.set(serviceOf(group), (counts.get(serviceOf(group)) ?? 0) + 1);
  return [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([service, count]) => `${service} ${count}`)
    .join(", ");
};

/** For example `web blue 1f0e…`, so that each task can be looked up. */
export const nameTasks = (tasks: readonly InstanceTask[]): string =>
  tasks.map(({ group, arn }) => `${serviceOf(group)} ${arn.split("/").at(-1)}`).join(", ");
