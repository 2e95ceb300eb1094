import type { StackSettings } from "../settings";

/** How long the function may take to empty an instance, in seconds. */
export interface DrainLimits {
  /** The lifecycle hook's timeout: a group waits that long for a function that says nothing. */
  readonly heartbeatSeconds: number;
  /** From the event to the moment at which the instance goes with what still runs. */
  readonly budgetSeconds: number;
  /** How long an instance stays marked after a rebalance recommendation that no replacement follows. */
  readonly patienceSeconds: number;
}

/** Leaves the slowest service its full stop, after the time in which replacements find room, start and get healthy. */
export const planDrainLimits = ({
  services,
  deregistrationDelaySeconds,
}: Pick<StackSettings, "services" | "deregistrationDelaySeconds">): DrainLimits => {
  const stops = services.map(
    ({ path, stopTimeoutSeconds }) => stopTimeoutSeconds + (path === undefined ? 0 : deregistrationDelaySeconds),
  );
  return { heartbeatSeconds: 900, budgetSeconds: replacementSeconds + Math.max(0, ...stops), patienceSeconds: 1800 };
};

/** A new instance, its agent and the pull of a large image take minutes, and a fleet may have to look for capacity first. */
const replacementSeconds = 900;
