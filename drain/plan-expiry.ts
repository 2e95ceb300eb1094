import type { DrainEvent } from "./drain-event";
import { planLongestWait } from "./plan-visits";

/** How long each kind of drain may last, seconds. */
export interface ExpiryLimits {
  readonly lifecycle: { readonly heartbeatSeconds: number };
  readonly rebalance: { readonly patienceSeconds: number; readonly budgetSeconds: number };
}

/**
 * True where a message outlived its purpose, so that one whose visits always fail doesn't come back for days. An interruption
 * decides on its own deadline.
 */
export const planExpiry = (event: DrainEvent, { lifecycle, rebalance }: ExpiryLimits, now: number): boolean => {
  const elapsed = (now - event.at) / 1000;
  switch (event.kind) {
    case "interruption":
      return false;
    case "lifecycle":
      return elapsed > planLongestWait(lifecycle.heartbeatSeconds);
    case "rebalance":
      return elapsed > rebalance.patienceSeconds + rebalance.budgetSeconds + marginSeconds;
  }
};

/** Some visits beyond the last moment at which a plan still acts. */
const marginSeconds = 900;
