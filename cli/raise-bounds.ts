import { errorText } from "../cutover/error-text";
import { orAborted } from "../cutover/or-aborted";
import { type Color, otherColor } from "../cutover/plan-weights";
import type { LiveBounds } from "../standby/plan-bounds";
import { type CutoverContext, configure } from "./cutover-context";
import { exitCodes, Stop } from "./outcome";
import { loweredText, planRaise } from "./plan-raise";
import type { Health } from "./plan-readiness";
import { patience } from "./ports";
import { readBounds, type ServiceBounds } from "./read-bounds";
import { readHealth } from "./read-live";
import { untilHealthy } from "./warm-up";

/**
 * Does the work with a colour that may have as many tasks as the other one has, and has them. Where the work was refused,
 * everything is as before. What can't be read or raised keeps no emergency waiting: the gate looks at the tasks themselves.
 */
export const withRaisedBounds = async <Result>(
  context: CutoverContext & { readonly isWarming: boolean },
  work: () => Promise<Result>,
): Promise<Result> => {
  const raised = await raise(context);
  let hasBegun = false;
  try {
    if (context.isWarming || raised.some(({ isRaised }) => isRaised)) await waitForTasks(context);
    hasBegun = true;
    return await work();
  } catch (error) {
    // Where requests have moved, or might have, the tasks are needed.
    const mayHaveMoved = hasBegun && error instanceof Stop && error.exitCode === exitCodes.failed;
    if (!mayHaveMoved) await lower(context, raised);
    throw error;
  }
};

/** Meanwhile the config says what is live: whoever deploys then moves no request. */
const waitForTasks = async (context: CutoverContext): Promise<void> => {
  const { activeColor, shift } = context.stack.config;
  await configure(context, { activeColor, shift });
  await untilHealthy(context);
  await configure(context, context.plan.flip);
};

/** Says beforehand what has to start because it was let go. Never throws: whoever rolls back must not wait for it. */
export const sayLowered = async ({ stack, aws, ports, request: { to } }: CutoverContext): Promise<void> => {
  const services = await readBounds(stack, aws).catch(() => []);
  for (const { service, live } of services) {
    const lowered = loweredText(service, live[to], live[otherColor(to)]);
    if (lowered !== undefined) ports.say(`  start     ${to} was let go and must be started first: ${lowered}`);
  }
};

/** What was changed, and what it was. */
interface Raised {
  readonly resourceId: string;
  readonly before: LiveBounds;
  readonly isRaised: boolean;
}

const raise = async (context: CutoverContext): Promise<readonly Raised[]> => {
  const { stack, aws, live, ports } = context;
  const raised: Raised[] = [];
  try {
    const [services, health] = await Promise.all([readBounds(stack, aws), readHealth(aws, live.record)]);
    for (const service of services) raised.push(...(await raiseService(context, service, health)));
  } catch (error) {
    ports.say(`Warning: autoscaling's bounds could not be set (${errorText(error)}); the gate looks at the tasks.`);
  }
  return raised;
};

const raiseService = async (
  { aws, ports, request: { to } }: CutoverContext,
  { service, resourceIds, live }: ServiceBounds,
  health: Health,
): Promise<readonly Raised[]> => {
  const from = otherColor(to);
  const [resourceId, before] = [resourceIds[to], live[to]];
  const plan = planRaise({ to: before, from: live[from], targets: targetsOf(health, service, from) });
  if (plan === undefined || before === undefined || resourceId === undefined) return [];
  const { bounds, isRaised } = plan;
  const signal = AbortSignal.timeout(patience);
  await orAborted(signal, aws.setBounds(resourceId, bounds, signal));
  if (isRaised) ports.say(`${service} of ${to} may have ${bounds.min} to ${bounds.max} tasks from now on.`);
  return [{ resourceId, before, isRaised }];
};

const targetsOf = (health: Health, service: string, color: Color): number => health[service]?.[color]?.total ?? 0;

const lower = async ({ aws, ports }: CutoverContext, raised: readonly Raised[]): Promise<void> => {
  for (const { resourceId, before } of raised) {
    const signal = AbortSignal.timeout(patience);
    await orAborted(signal, aws.setBounds(resourceId, before, signal)).catch((error: unknown) =>
      ports.say(`The bounds of ${resourceId} could not be set back (${errorText(error)}); they stay raised.`),
    );
  }
};
