import type { ContainerInstance } from "../clients/container-instances";
import type { LifecycleAction } from "./drain-event";
import { type DrainContext, type DrainMessage, type Outcome, retryDelaySeconds } from "./drain-message";
import { planBudget } from "./plan-budget";
import { isClosed } from "./plan-closed";
import { type LifecycleFacts, type LifecyclePlan, planLifecycle } from "./plan-lifecycle";
import type { Visit } from "./plan-visits";
import { describeInstance, listUnfinishedTasks, reportLevel, setRegistrations } from "./visit-instance";

interface Step {
  readonly message: DrainMessage<LifecycleAction>;
  readonly facts: LifecycleFacts;
  readonly context: DrainContext;
}

type PlanOf<Kind extends LifecyclePlan["kind"]> = Extract<LifecyclePlan, { kind: Kind }>;

/** Takes the drain before a lifecycle hook one step further. */
export const drainLifecycle = async (
  message: DrainMessage<LifecycleAction>,
  context: DrainContext,
): Promise<Outcome> => {
  const facts = await readFacts(message.event, context);
  const plan = planLifecycle(message.event, facts, context.settings.lifecycle);
  context.log({ event: "lifecycle", instanceId: message.event.instanceId, state: facts.state, plan });
  return act(plan, { message, facts, context });
};

const readFacts = async ({ instanceId, at }: LifecycleAction, context: DrainContext): Promise<LifecycleFacts> => {
  const now = context.now();
  const state = await context.actions.state(instanceId);
  const registrations = state === undefined ? [] : await describeInstance(instanceId, context);
  const isLate = planBudget((now - at) / 1000, context.settings.lifecycle.budgetSeconds) !== "within";
  // Counts above zero already say "not yet"; the tasks' names matter only once the drain is late.
  const mustListTasks =
    registrations.every(isClosed) && (isLate || registrations.every(({ countedTasks }) => countedTasks === 0));
  const unfinishedTasks = mustListTasks ? await listUnfinishedTasks(registrations, context) : undefined;
  return { now, state, registrations, unfinishedTasks };
};

const act = async (plan: LifecyclePlan, step: Step): Promise<Outcome> => {
  switch (plan.kind) {
    case "drain":
      return drain(plan, step);
    case "wait":
      return wait(plan, step);
    case "complete":
      return complete(plan, step);
    case "undo":
      await setRegistrations(withArns(plan.arns, step), "ACTIVE", step);
      return complete(plan, step);
    case "reactivate":
      return (await setRegistrations(withArns(plan.arns, step), "ACTIVE", step)) ? over : again(retryDelaySeconds);
    case "done":
      return over;
  }
};

const over: Outcome = { kind: "over" };

const again = (delaySeconds: number): Outcome => ({ kind: "again", delaySeconds });

const withArns = (arns: readonly string[], { facts }: Step): readonly ContainerInstance[] =>
  facts.registrations.filter(({ arn }) => arns.includes(arn));

const drain = async ({ arns, visit }: PlanOf<"drain">, step: Step): Promise<Outcome> => {
  const isDraining = await setRegistrations(withArns(arns, step), "DRAINING", step);
  const outcome = await beatAndReturn(visit, step);
  return isDraining || outcome.kind === "over" ? outcome : again(retryDelaySeconds);
};

const wait = async ({ level, visit }: PlanOf<"wait">, step: Step): Promise<Outcome> => {
  const { instanceId } = step.message.event;
  reportLevel(level, { instanceId, blockingTasks: step.facts.unfinishedTasks }, step.context);
  return beatAndReturn(visit, step);
};

const beatAndReturn = async ({ beats, delaySeconds }: Visit, { message, context }: Step): Promise<Outcome> => {
  if (!beats || (await context.actions.beat(message.event))) return again(delaySeconds);
  context.log({ event: "action-ended", instanceId: message.event.instanceId });
  return over;
};

const complete = async (
  { reason, result }: PlanOf<"complete"> | PlanOf<"undo">,
  { message, facts, context }: Step,
): Promise<Outcome> => {
  const { instanceId, destination } = message.event;
  if (reason === "budget-spent") reportLevel("spent", { instanceId, blockingTasks: facts.unfinishedTasks }, context);
  const isCompleted = await context.actions.complete(message.event, result);
  context.log({ event: "completed", instanceId, result, reason, isCompleted });
  // The instance that keeps its identity comes back and must take tasks again.
  return destination === "AutoScalingGroup" ? again(60) : over;
};
