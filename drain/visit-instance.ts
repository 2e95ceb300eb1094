import type { ContainerInstance } from "../clients/container-instances";
import { alarmingReceiveCount, type DrainContext, type DrainMessage } from "./drain-message";
import { metricLine } from "./metric-line";
import type { BudgetLevel } from "./plan-budget";

/**
 * All that our clusters know about one EC2 instance; usually one registration, or none. One that ECS lists but can't describe
 * (`failures[]` says MISSING) stays in it: nothing is known about its tasks, so it must not look unregistered.
 */
export const describeInstance = async (
  instanceId: string,
  { find, instances }: DrainContext,
): Promise<readonly ContainerInstance[]> => {
  const found = await find([instanceId]);
  const described = await Promise.all(
    found.map(async ({ clusterArn, arns }) => {
      const known = await instances.describe(clusterArn, arns);
      const missing = arns.filter((arn) => known.every((registration) => registration.arn !== arn));
      return [...known, ...missing.map((arn) => ({ ...undescribed, arn, clusterArn, instanceId }))];
    }),
  );
  return described.flat();
};

const undescribed = { status: "MISSING", isConnected: false, countedTasks: 0, attributes: {} } as const;

/** Tasks of an instance that haven't stopped. */
export const listUnfinishedTasks = async (
  registrations: readonly ContainerInstance[],
  { instances }: DrainContext,
): Promise<readonly string[]> => {
  const lists = await Promise.all(
    registrations.map(({ clusterArn, arn }) => instances.unfinishedTasks(clusterArn, arn)),
  );
  return lists.flat();
};

/** Sets the chosen registrations to a state and tells whether ECS did so for all of them; a lasting failure raises an alarm. */
export const setRegistrations = async (
  registrations: readonly ContainerInstance[],
  status: "ACTIVE" | "DRAINING",
  { message, context }: { message: DrainMessage<{ instanceId: string }>; context: DrainContext },
): Promise<boolean> => {
  const changes = await Promise.all(
    registrations.map(({ clusterArn, arn }) => context.instances.setState(clusterArn, [arn], status)),
  );
  const failures = changes.flatMap((change) => change.failures);
  if (failures.length === 0) return true;
  const fields = { instanceId: message.event.instanceId, failures };
  const isLasting = message.receiveCount >= alarmingReceiveCount;
  context.log(isLasting ? metricLine("DrainFailed", context.now(), fields) : { event: "retried", ...fields });
  return false;
};

/** Raises the alarm of a drain that takes long, with the tasks that hold it up. */
export const reportLevel = (
  level: BudgetLevel,
  { instanceId, blockingTasks }: { instanceId: string; blockingTasks: readonly string[] | undefined },
  { log, now }: DrainContext,
): void => {
  if (level === "within") return;
  log(metricLine(levelMetrics[level], now(), { instanceId, blockingTasks }));
};

const levelMetrics = { half: "BudgetHalfUsed", nearly: "BudgetNearlyUsed", spent: "BudgetSpent" } as const;
