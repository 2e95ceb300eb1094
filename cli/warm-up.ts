import type { Color } from "../cutover/plan-weights";
import { type CutoverContext, configure } from "./cutover-context";
import { exitCodes, Stop } from "./outcome";
import { planWarmTargets } from "./plan-targets";
import { previewAllowed } from "./preview-allowed";
import { type Health, readHealth } from "./read-live";

/** How long tasks may take to start, and how often they are looked at. Milliseconds. */
const budget = { total: 15 * 60_000, pause: 5_000 } as const;

/** Deploys a colour's own entry while the other one goes on serving, and waits until it is as healthy as that one. */
export const warmUp = async (context: CutoverContext, warm: Readonly<Record<string, unknown>>): Promise<void> => {
  const { stack, ports, plan, request } = context;
  const { activeColor, shift } = stack.config;
  await configure(context, { ...warm, activeColor, shift });
  const targets = planWarmTargets(stack, request.to);
  const changed = await previewAllowed(ports, targets);
  if (changed.length > 0) {
    ports.say(`Starting ${request.to} first, while the other colour serves:`);
    const message = `Warm ${request.to}, requested by ${ports.operator}`;
    const result = await ports.pulumi.update({ targets, message });
    if (result.exitCode !== 0) throw failed(request.to, "pulumi up failed; no request moved");
  }
  await untilHealthy(context);
  await configure(context, plan.flip);
};

const untilHealthy = async ({ aws, live, stack, ports, request }: CutoverContext): Promise<void> => {
  const giveUpAt = ports.clock.now() + budget.total;
  for (;;) {
    const lacking = lackingServices(await readHealth(aws, live.record), request.to, floors(stack.config.services));
    if (lacking.length === 0) return;
    ports.signal.throwIfAborted();
    if (ports.clock.now() + budget.pause > giveUpAt)
      throw failed(request.to, `not healthy in time: ${lacking.join(", ")}`);
    ports.say(`Waiting for ${request.to}: ${lacking.join(", ")}`);
    await ports.clock.sleep(budget.pause);
  }
};

const floors = (services: CutoverContext["stack"]["config"]["services"]): Readonly<Record<string, number>> =>
  Object.fromEntries(services.map(({ name, count }) => [name, count.min]));

/** Which services have fewer healthy tasks of a colour than the other colour has, or than the configured minimum. */
export const lackingServices = (
  health: Health,
  to: Color,
  floor: Readonly<Record<string, number>>,
): readonly string[] =>
  Object.entries(health).flatMap(([service, { blue, green }]) => {
    const [own, other] = to === "blue" ? [blue, green] : [green, blue];
    const required = Math.max(1, floor[service] ?? 0, other?.healthy ?? 0);
    const healthy = own?.healthy ?? 0;
    return healthy >= required ? [] : [`${service} ${healthy} of ${required} healthy`];
  });

const failed = (color: Color, why: string): Stop =>
  new Stop(
    exitCodes.failed,
    "not-warm",
    `${color} could not be started: ${why}. The config keeps its new entry, the requests stay where they were. ` +
      "See: npm run cli -- status",
  );
