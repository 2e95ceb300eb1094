import type { ContainerInstance } from "../clients/container-instances";
import type { RebalanceRecommendation } from "./drain-event";
import { type DrainContext, type DrainMessage, type Outcome, retryDelaySeconds } from "./drain-message";
import { liveRegistration } from "./live-registration";
import type { BudgetLevel } from "./plan-budget";
import { isClosed } from "./plan-closed";
import {
  planRebalance,
  type RebalanceFacts,
  type RebalancePlan,
  rebalanceMark,
  replacementMark,
  replacesMark,
} from "./plan-rebalance";
import { describeInstance, listUnfinishedTasks, reportLevel, setRegistrations } from "./visit-instance";

interface Step {
  readonly message: DrainMessage<RebalanceRecommendation>;
  /** All of the instance's; one of them speaks for it in the facts. */
  readonly registrations: readonly ContainerInstance[];
  readonly facts: RebalanceFacts;
  readonly context: DrainContext;
}

/** Takes a rebalance recommendation one step further. */
export const drainRebalanced = async (
  message: DrainMessage<RebalanceRecommendation>,
  context: DrainContext,
): Promise<Outcome> => {
  const registrations = await describeInstance(message.event.instanceId, context);
  const facts = await readFacts(message.event, registrations, context);
  const plan = planRebalance(message.event, facts, context.settings.rebalance);
  context.log({ event: "rebalance", instanceId: message.event.instanceId, plan });
  return facts.registration === undefined
    ? over
    : act(plan, facts.registration, { message, registrations, facts, context });
};

const over: Outcome = { kind: "over" };

const again = (delaySeconds: number): Outcome => ({ kind: "again", delaySeconds });

const readFacts = async (
  event: RebalanceRecommendation,
  registrations: readonly ContainerInstance[],
  context: DrainContext,
): Promise<RebalanceFacts> => {
  const registration = liveRegistration(registrations);
  const isDraining = registration?.attributes[replacementMark] !== undefined && registrations.every(isClosed);
  return {
    now: context.now(),
    registration,
    replacement: registration?.status === "ACTIVE" ? await findReplacement(event, registration, context) : undefined,
    unfinishedTasks: isDraining ? await listUnfinishedTasks(registrations, context) : undefined,
  };
};

const findReplacement = async (
  { at }: RebalanceRecommendation,
  { clusterArn, attributes }: ContainerInstance,
  { instances }: DrainContext,
): Promise<RebalanceFacts["replacement"]> => {
  if (attributes[rebalanceMark] === undefined) return undefined;
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
  const filter = [
    `registeredAt > ${new Date(at).toISOString().replace(/\.\d+Z$/, "+00:00")}`,
    "agentConnected == true",
    `attribute:${replacesMark} !exists`,
    `attribute:${rebalanceMark} !exists`,
  ].join(" and ");
  const arns = await instances.list(clusterArn, { filter, status: "ACTIVE" });
  const [replacement] = await instances.describe(clusterArn, [...arns].sort().slice(0, 1));
  return replacement && { arn: replacement.arn, instanceId: replacement.instanceId };
};

const act = async (plan: RebalancePlan, registration: ContainerInstance, step: Step): Promise<Outcome> => {
  const { arn, clusterArn, instanceId } = registration;
  const { marks, fleets } = step.context;
  if ("reason" in plan && plan.reason === "budget-spent") report("spent", step);
  switch (plan.kind) {
    case "mark": {
      const value = new Date(step.message.event.at).toISOString();
      await marks.put(clusterArn, [{ arn, name: rebalanceMark, value }]);
      return again(plan.delaySeconds);
    }
    case "claim":
      await marks.put(clusterArn, [
        { arn, name: replacementMark, value: plan.replacement.instanceId },
        { arn: plan.replacement.arn, name: replacesMark, value: instanceId },
      ]);
      return drain(step, retryDelaySeconds);
    case "drain":
      return drain(step, plan.delaySeconds);
    case "wait":
      report(plan.level, step);
      return again(plan.delaySeconds);
    case "undo":
      return (await setRegistrations(within(step, "DRAINING"), "ACTIVE", step))
        ? unmark(registration, step)
        : again(retryDelaySeconds);
    case "unmark":
      return unmark(registration, step);
    case "terminate":
      await fleets.terminate([instanceId]);
      return over;
    case "retain":
    case "done":
      return over;
  }
};

const report = (level: BudgetLevel, { message, facts, context }: Step): void =>
  reportLevel(level, { instanceId: message.event.instanceId, blockingTasks: facts.unfinishedTasks }, context);

const within = ({ registrations }: Step, status: "ACTIVE" | "DRAINING"): readonly ContainerInstance[] =>
  registrations.filter((registration) => registration.status === status);

const drain = async (step: Step, delaySeconds: number): Promise<Outcome> => {
  const isDraining = await setRegistrations(within(step, "ACTIVE"), "DRAINING", step);
  return again(isDraining ? delaySeconds : retryDelaySeconds);
};

const unmark = async ({ clusterArn, arn }: ContainerInstance, { context }: Step): Promise<Outcome> => {
  await context.marks.remove(
    clusterArn,
    [rebalanceMark, replacementMark].map((name) => ({ arn, name })),
  );
  return over;
};
