import type { BeforeFlipReason } from "./plan-before-flip";
import { planCountable, type Standing } from "./plan-gate-targets";

/** One registered target of the colour that is about to get more requests. */
export interface GateTarget {
  readonly instanceId: string;
  /** As the load balancer tells it: `healthy`, `unhealthy`, `initial`, `unused`, `draining`, … */
  readonly health: string;
  /** True where its container instance drains, has lost its agent or is gone: it won't be there for long. */
  readonly isLeaving: boolean;
  /** What its task runs; absent where no running task of the service has this address. */
  readonly container?: GateContainer;
}

/** A container as ECS tells it. */
export interface GateContainer {
  readonly image: string;
  /** The digest that was pulled; absent while the agent hasn't told. */
  readonly digest?: string;
}

/** The ECS service of the colour that is about to get more requests; absent where ECS knows no active one. */
export interface GateService {
  readonly name: string;
  readonly desired: number;
  readonly running: number;
  /** Deployments that ECS keeps; one when nothing is being deployed. */
  readonly deployments: number;
  /** `COMPLETED`, `IN_PROGRESS` or `FAILED`. */
  readonly rolloutState: string;
}

/** A question that AWS didn't answer. */
export interface SilentCall {
  readonly operation: string;
  readonly isThrottled: boolean;
  readonly problem: string;
}

/** What is known of both colours when one is about to get more requests. */
export interface GateFacts {
  readonly isReturn: boolean;
  /** The fewest tasks of a colour, as configured. */
  readonly floor: number;
  /** The image that the gaining colour is to run. */
  readonly image: string;
  readonly targets: readonly GateTarget[];
  readonly service: GateService | undefined;
  /** The colour that loses requests. */
  readonly active: { readonly healthy: number; readonly desired: number };
  /** With any of these, what is above isn't complete. */
  readonly silent: readonly SilentCall[];
}

/** One reason, with its numbers. */
export type GateReason =
  | ({ readonly kind: "api-throttled" } & Omit<SilentCall, "isThrottled">)
  | ({ readonly kind: "api-silent" } & Omit<SilentCall, "isThrottled">)
  | { readonly kind: "no-targets" }
  | { readonly kind: "too-few-ready"; readonly ready: number; readonly required: Required }
  /** No rule names the group, so nobody checks its health. */
  | { readonly kind: "unattached"; readonly count: number }
  | { readonly kind: "starting"; readonly count: number }
  | { readonly kind: "unhealthy"; readonly count: number }
  | { readonly kind: "leaving"; readonly count: number; readonly instanceIds: readonly string[] }
  /** Healthy, but no task of the service. */
  | { readonly kind: "unknown-targets"; readonly count: number }
  | {
      readonly kind: "other-image";
      readonly count: number;
      readonly running: readonly string[];
      readonly declared: string;
    }
  /** One tag, but several images behind it. */
  | { readonly kind: "mixed-digests"; readonly digests: readonly string[] }
  | { readonly kind: "service-missing" }
  | ({ readonly kind: "deployment-in-progress" } & Omit<GateService, "rolloutState">)
  | { readonly kind: "deployment-failed"; readonly name: string }
  | (BeforeFlipReason & { readonly command: string; readonly logGroup: string });

/** How many targets must be ready, and what that follows from. */
interface Required {
  readonly total: number;
  readonly activeHealthy: number;
  readonly activeDesired: number;
  readonly floor: number;
}

/** Whether a service's weights may change. */
export type GatePlan =
  | { readonly kind: "pass"; readonly ready: number; readonly required: number }
  /** Nothing healthy is left to lose: whatever is healthy is better. */
  | { readonly kind: "pass-for-want-of-active"; readonly healthy: number; readonly unmet: readonly GateReason[] }
  | {
      readonly kind: "refuse";
      readonly reasons: readonly GateReason[];
      /** True where every reason may go away by itself within a minute or so. */
      readonly isTransient: boolean;
    };

/** Decides whether a colour may get more requests; an empty group never may. */
export const planGate = (facts: GateFacts): GatePlan => {
  if (facts.silent.length > 0) return refuse(facts.silent.map(silentReason));
  if (facts.targets.length === 0) return refuse([{ kind: "no-targets" }, ...serviceReasons(facts)]);
  const standing = planCountable(facts.targets, facts.image);
  const required = facts.isReturn ? { total: 1, activeHealthy: 0, activeDesired: 0, floor: 1 } : requiredOf(facts);
  const ready = facts.isReturn ? standing.healthy : standing.ready;
  const reasons = facts.isReturn && ready > 0 ? [] : reasonsOf(facts, standing, { ready, required });
  if (reasons.length === 0) return { kind: "pass", ready, required: required.total };
  if (!facts.isReturn && facts.active.healthy === 0 && standing.healthy > 0) {
    return { kind: "pass-for-want-of-active", healthy: standing.healthy, unmet: reasons };
  }
  return refuse(reasons);
};

const silentReason = ({ isThrottled, ...call }: SilentCall): GateReason => ({
  kind: isThrottled ? "api-throttled" : "api-silent",
  ...call,
});

const requiredOf = ({ active, floor }: GateFacts): Required => ({
  // A floor of 0 must not let an empty colour pass.
  total: Math.max(active.healthy, active.desired, floor, 1),
  activeHealthy: active.healthy,
  activeDesired: active.desired,
  floor,
});

const reasonsOf = (
  facts: GateFacts,
  standing: Standing,
  { ready, required }: { readonly ready: number; readonly required: Required },
): readonly GateReason[] => {
  const wrongImages = standing.excluded.filter(({ kind }) => kind === "other-image" || kind === "mixed-digests");
  return ready >= required.total
    ? [...wrongImages, ...serviceReasons(facts)]
    : [{ kind: "too-few-ready", ready, required }, ...standing.excluded, ...serviceReasons(facts)];
};

const serviceReasons = ({ service }: GateFacts): readonly GateReason[] => {
  if (service === undefined) return [{ kind: "service-missing" }];
  const { rolloutState, ...numbers } = service;
  if (rolloutState === "FAILED") return [{ kind: "deployment-failed", name: service.name }];
  if (rolloutState === "IN_PROGRESS" || service.deployments > 1) {
    return [{ kind: "deployment-in-progress", ...numbers }];
  }
  return [];
};

const refuse = (reasons: readonly GateReason[]): GatePlan => ({
  kind: "refuse",
  reasons,
  isTransient: reasons.every(({ kind }) => passing.has(kind)) && reasons.some(({ kind }) => starting.has(kind)),
});

/** A deployment ends and a target passes its first checks without anybody's doing. */
const starting: ReadonlySet<GateReason["kind"]> = new Set(["starting", "deployment-in-progress"]);
const passing: ReadonlySet<GateReason["kind"]> = new Set([...starting, "too-few-ready", "no-targets"]);
