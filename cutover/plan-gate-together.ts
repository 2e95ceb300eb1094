import type { GatePlan } from "./plan-gate";

/** What was found about one service's change of weights. */
export type GateVerdict =
  /** No colour of it gets more requests than it has. */
  | { readonly kind: "nothing-gains" }
  | (GatePlan & {
      /** True where the active colour gets back what the standby had of a ramp. */
      readonly isReturn: boolean;
    });

/** Whether a service's rule may move, seen together with all others. */
export type GateTogetherPlan =
  | { readonly kind: "own-verdict" }
  /** It is ready itself, but moving it would leave the services on different colours. */
  | { readonly kind: "held-back"; readonly by: readonly string[] };

/**
 * A cutover is for all services or for none: one that isn't ready holds back those that are. It doesn't where that would
 * cost requests: a service whose active colour has no healthy target left, and the way out of a ramp.
 */
export const planGateTogether = (service: string, verdicts: ReadonlyMap<string, GateVerdict>): GateTogetherPlan => {
  const own = verdicts.get(service);
  if (own?.kind !== "pass" || own.isReturn) return { kind: "own-verdict" };
  const by = [...verdicts].filter(([, verdict]) => verdict.kind === "refuse").map(([name]) => name);
  return by.length === 0 ? { kind: "own-verdict" } : { kind: "held-back", by: by.sort() };
};
