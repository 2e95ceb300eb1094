/** A task of the old colour. */
export interface ReleasableTask {
  readonly id: string;
  /** Open connections, all of which end with the task. */
  readonly connections: number;
}

/** What one batch may hold. */
export interface BatchLimits {
  readonly maxDisconnects: number;
  readonly maxTasks: number;
}

/**
 * Packs tasks into few batches, the fullest tasks first and each into the first batch that still takes it; no task may have
 * more connections than a batch.
 */
export const planReleaseBatches = (
  tasks: readonly ReleasableTask[],
  { maxDisconnects, maxTasks }: BatchLimits,
): readonly (readonly ReleasableTask[])[] => {
  const batches: { tasks: ReleasableTask[]; connections: number }[] = [];
  for (const task of [...tasks].sort((one, other) => other.connections - one.connections)) {
    const batch = batches.find(
      (candidate) => candidate.tasks.length < maxTasks && candidate.connections + task.connections <= maxDisconnects,
    );
    if (batch === undefined) batches.push({ tasks: [task], connections: task.connections });
    else {
      batch.tasks.push(task);
      batch.connections += task.connections;
    }
  }
  return batches.map((batch) => batch.tasks);
};
