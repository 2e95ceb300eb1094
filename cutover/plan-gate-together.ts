import type { GatePlan } from "./plan-gate";

/** What was found about one service's change of weights. */
export type GateVerdict =
  /** No colour of it gets more requests than it has. */
  | { readonly kind: "nothing-gains" }
  | (GatePlan & {
      /** True where waiting costs requests: no healthy active target is left, or a ramp is taken back. */
      readonly isUrgent: boolean;
    });

/** Whether a service's rule may move, seen together with all others. */
export type GateTogetherPlan =
  | { readonly kind: "own-verdict" }
  /** It is ready itself, but moving it would leave the services on different colours. */
  | { readonly kind: "held-back"; readonly by: readonly string[] }
  /** It moves all the same, since waiting would cost requests. */
  | { readonly kind: "goes-alone"; readonly without: readonly string[] };

/**
 * A cutover is for all services or for none: one that isn't ready holds back those that are. It doesn't where that would
 * cost requests: a service whose active colour has no healthy target left, and the way out of a ramp.
 */
export const planGateTogether = (service: string, verdicts: ReadonlyMap<string, GateVerdict>): GateTogetherPlan => {
  const own = verdicts.get(service);
  const refused = [...verdicts].flatMap(([name, { kind }]) => (kind === "refuse" ? [name] : [])).sort();
  if (own === undefined || own.kind === "nothing-gains" || own.kind === "refuse" || refused.length === 0) {
    return { kind: "own-verdict" };
  }
  return own.isUrgent ? { kind: "goes-alone", without: refused } : { kind: "held-back", by: refused };
};

/** The services that move all the same, in the middle of an update that others stop. */
export const planGoingAlone = (verdicts: ReadonlyMap<string, GateVerdict>): readonly string[] =>
  [...verdicts.keys()].filter((service) => planGateTogether(service, verdicts).kind === "goes-alone");
