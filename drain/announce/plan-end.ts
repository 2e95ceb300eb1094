import type { DrainEvent } from "../drain-event";

/** How long each kind of drain may take, seconds. */
export interface EndLimits {
  /** From a lifecycle action, or from the replacement of an instance at risk, to the moment at which it goes anyway. */
  readonly budgetSeconds: number;
  /** How long an instance at risk waits for its replacement. */
  readonly patienceSeconds: number;
}

/** What is so now. */
export interface EndFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  /** EC2's word for the instance, for example `running`; undefined where EC2 has forgotten it. */
  readonly instanceState: string | undefined;
  /** ECS's word for it, `ACTIVE` or `DRAINING`; undefined where ECS doesn't know it. */
  readonly registration: string | undefined;
}

/** Whether a drain is over. */
export type EndPlan =
  | { readonly kind: "wait"; readonly delaySeconds: number }
  | { readonly kind: "end"; readonly outcome: "gone" | "kept" | "left-draining" };

/** Decides from what is so now whether there is something to tell about the end. */
export const planEnd = (event: DrainEvent, facts: EndFacts, limits: EndLimits): EndPlan => {
  const elapsed = (facts.now - event.at) / 1000;
  const isAlive = facts.instanceState === "running" || facts.instanceState === "pending";
  if (!isAlive) return { kind: "end", outcome: "gone" };
  if (event.kind === "interruption") return planInterrupted(elapsed);
  const { keptFrom, spentFrom } = boundsOf(event, limits);
  if (facts.registration === "ACTIVE" && elapsed >= keptFrom) return { kind: "end", outcome: "kept" };
  if (elapsed >= spentFrom) return { kind: "end", outcome: "left-draining" };
  return { kind: "wait", delaySeconds: elapsed < youngSeconds ? 15 : 60 };
};

/** Nobody need look before the two minutes are over; an instance that AWS leaves running after all is kept. */
const planInterrupted = (elapsed: number): EndPlan => {
  if (elapsed >= noticeSeconds + graceSeconds) return { kind: "end", outcome: "kept" };
  return { kind: "wait", delaySeconds: Math.max(5, Math.ceil(noticeSeconds + 1 - elapsed)) };
};

const boundsOf = (
  event: Exclude<DrainEvent, { kind: "interruption" }>,
  { budgetSeconds, patienceSeconds }: EndLimits,
): { readonly keptFrom: number; readonly spentFrom: number } => {
  if (event.kind === "rebalance")
    return { keptFrom: patienceSeconds + 60, spentFrom: patienceSeconds + budgetSeconds + graceSeconds };
  // Only an instance with a new root volume comes back by itself; others are active again where a drain was undone.
  const keptFrom = event.destination === "AutoScalingGroup" ? 120 : budgetSeconds;
  return { keptFrom, spentFrom: budgetSeconds + graceSeconds };
};

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
const noticeSeconds = 120;
/** AWS and the drain function may be some minutes late. */
const graceSeconds = 600;
const youngSeconds = 300;
