import type { InstanceTask } from "../../clients/instance-tasks";
import type { DrainEvent } from "../drain-event";

/** How the tasks of an instance ended. */
export type DrainEnd =
  /** All of them by themselves; `seconds` from the event to the last one, undefined where there was none. */
  | { readonly kind: "drained"; readonly seconds: number | undefined }
  /** Some were still there. */
  | { readonly kind: "missed"; readonly tasks: readonly InstanceTask[] }
  | { readonly kind: "unknown" };

/** Judges the tasks of an instance that is gone, or that was given up on; undefined where ECS didn't say. */
export const planDrainEnd = ({ at }: DrainEvent, tasks: readonly InstanceTask[] | undefined): DrainEnd => {
  if (tasks === undefined) return { kind: "unknown" };
  const missed = tasks.filter(({ lastStatus, isCutOff }) => lastStatus !== "STOPPED" || isCutOff);
  if (missed.length > 0) return { kind: "missed", tasks: missed };
  // What had stopped before the event isn't part of the drain.
  const ends = tasks.flatMap(({ stoppedAt }) => (stoppedAt === undefined || stoppedAt < at ? [] : [stoppedAt]));
  const last = ends.length === 0 ? undefined : Math.ceil((Math.max(...ends) - at) / 1000);
  return { kind: "drained", seconds: last };
};
