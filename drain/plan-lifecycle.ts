import type { ContainerInstance } from "../clients/container-instances";
import type { LifecycleAction } from "./drain-event";
import { type BudgetLevel, type FailurePolicy, planBudget } from "./plan-budget";
import { isClosed } from "./plan-closed";
import { planVisit, type Visit } from "./plan-visits";

/** How long a hook's drain may take, and what then. */
export interface LifecycleLimits {
  /** The hook's own timeout, seconds. */
  readonly heartbeatSeconds: number;
  /** Seconds. */
  readonly budgetSeconds: number;
  readonly failurePolicy: FailurePolicy;
}

/** What ECS and the group say about the instance now. */
export interface LifecycleFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The group's word for it, for example `Terminating:Wait`; undefined where no group knows the instance. */
  readonly state: string | undefined;
  /** Usually one; a replaced root volume leaves the old registration beside the new one. */
  readonly registrations: readonly ContainerInstance[];
  /** Tasks whose last status isn't STOPPED; undefined where nobody asked, as the counts already said "not yet". */
  readonly unfinishedTasks: readonly string[] | undefined;
}

/** The next step of a drain before a hook is completed. */
export type LifecyclePlan =
  | { readonly kind: "drain"; readonly arns: readonly string[]; readonly visit: Visit }
  | { readonly kind: "wait"; readonly reason: WaitReason; readonly level: BudgetLevel; readonly visit: Visit }
  | { readonly kind: "complete"; readonly reason: "drained" | "unregistered" | "budget-spent"; readonly result: Result }
  | {
      readonly kind: "undo";
      readonly reason: "budget-spent";
      readonly arns: readonly string[];
      readonly result: Result;
    }
  | { readonly kind: "reactivate"; readonly arns: readonly string[] }
  | { readonly kind: "done"; readonly reason: "gone" | "not-waiting" | "returned" };

/** What a group is told; ABANDON leaves the instance alive where the group's instance lifecycle policy retains it. */
export type Result = "CONTINUE" | "ABANDON";

type WaitReason = "tasks-left" | "not-yet-waiting" | "not-yet-back";

/** Decides on a lifecycle action from what is so now, never from what an earlier visit did. */
export const planLifecycle = (
  action: LifecycleAction,
  facts: LifecycleFacts,
  limits: LifecycleLimits,
): LifecyclePlan => {
  const elapsed = (facts.now - action.at) / 1000;
  if (facts.state === undefined) return { kind: "done", reason: "gone" };
  if (!isOurWait(facts.state)) return planOutsideWait(action, facts, elapsed);
  return planWithinWait(facts, elapsed, limits);
};

/**
 * `Terminating:Wait`, from the warm pool `Warmed:Terminating:Wait`, or `ReplacingRootVolume:Wait`. An instance that waits while
 * it is launched (`Pending:Wait`) came back meanwhile: an old message must not drain it.
 */
const isOurWait = (state: string): boolean => /(^|:)(Terminating|ReplacingRootVolume):Wait$/.test(state);

const planWithinWait = (facts: LifecycleFacts, elapsed: number, limits: LifecycleLimits): LifecyclePlan => {
  const { registrations } = facts;
  if (registrations.length === 0) return { kind: "complete", reason: "unregistered", result: "CONTINUE" };
  if (isDrained(facts)) return { kind: "complete", reason: "drained", result: "CONTINUE" };
  const level = planBudget(elapsed, limits.budgetSeconds);
  if (level === "spent") return planFailure(registrations, limits.failurePolicy);
  const visit = planVisit(elapsed, limits.heartbeatSeconds);
  const arns = arnsWith("ACTIVE", registrations);
  return arns.length > 0 ? { kind: "drain", arns, visit } : { kind: "wait", reason: "tasks-left", level, visit };
};

/**
 * Only an instance that was closed *before* its tasks were listed can be called empty, as no task can join it any more; and only
 * `lastStatus` counts: a task that is being deregistered from its target group is in none of ECS's counts.
 */
const isDrained = ({ registrations, unfinishedTasks }: LifecycleFacts): boolean =>
  registrations.every((registration) => isClosed(registration) && registration.countedTasks === 0) &&
  unfinishedTasks?.length === 0;

const planFailure = (registrations: readonly ContainerInstance[], policy: FailurePolicy): LifecyclePlan => {
  const reason = "budget-spent";
  if (policy === "continue") return { kind: "complete", reason, result: "CONTINUE" };
  if (policy === "retain") return { kind: "complete", reason, result: "ABANDON" };
  return { kind: "undo", reason, arns: arnsWith("DRAINING", registrations), result: "ABANDON" };
};

const planOutsideWait = (action: LifecycleAction, facts: LifecycleFacts, elapsed: number): LifecyclePlan => {
  const { state = "", registrations } = facts;
  // The event can overtake the group's own record of it.
  if (elapsed < settlingSeconds && statesBeforeWait.has(state)) return waitFor("not-yet-waiting");
  if (action.destination !== "AutoScalingGroup") return { kind: "done", reason: "not-waiting" };
  if (state.startsWith("Terminat")) return { kind: "done", reason: "gone" };
  if (state !== "InService") return waitFor("not-yet-back");
  const arns = arnsWith(
    "DRAINING",
    registrations.filter(({ isConnected }) => isConnected),
  );
  if (arns.length > 0) return { kind: "reactivate", arns };
  return registrations.some(({ status }) => status === "ACTIVE")
    ? { kind: "done", reason: "returned" }
    : waitFor("not-yet-back");
};

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/replace-root-volume.html, ec2-auto-scaling-lifecycle.html and warm-pool-instance-lifecycle.html */
const statesBeforeWait: ReadonlySet<string> = new Set([
  "InService",
  "Standby",
  "Terminating",
  "ReplacingRootVolume",
  "Warmed:Running",
  "Warmed:Stopped",
  "Warmed:Hibernated",
  "Warmed:Terminating",
]);

const settlingSeconds = 60;

const waitFor = (reason: WaitReason): LifecyclePlan => ({
  kind: "wait",
  reason,
  level: "within",
  visit: { delaySeconds: 15, beats: false },
});

const arnsWith = (status: string, registrations: readonly ContainerInstance[]): readonly string[] =>
  registrations.filter((registration) => registration.status === status).map(({ arn }) => arn);
