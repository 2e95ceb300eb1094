import type { Color } from "../cutover/plan-weights";
import { type CutoverContext, configure } from "./cutover-context";
import { exitCodes, Stop } from "./outcome";
import { lackingText, planLacking } from "./plan-readiness";
import { planWarmTargets } from "./plan-targets";
import { previewAllowed } from "./preview-allowed";
import { readHealth } from "./read-live";

/** How long tasks may take to start, and how often they are looked at. Milliseconds. */
const budget = { total: 15 * 60_000, pause: 5_000 } as const;

/** Deploys a colour's own entry while the other one goes on serving; the config says so until its tasks are there. */
export const warmUp = async (context: CutoverContext, warm: Readonly<Record<string, unknown>>): Promise<void> => {
  const { stack, ports, request } = context;
  const { activeColor, shift } = stack.config;
  await configure(context, { ...warm, activeColor, shift });
  const targets = planWarmTargets(stack, request.to);
  const changed = await previewAllowed({ ...stack, targets }, ports);
  if (changed.length > 0) {
    ports.say(`Starting ${request.to} first, while the other colour serves:`);
    const message = `Warm ${request.to}, requested by ${ports.operator}`;
    const result = await ports.pulumi.update({ targets, message });
    if (result.exitCode !== 0) throw failed(request.to, "pulumi up failed; no request moved");
  }
};

/** Waits until a colour is as healthy as the other one. */
export const untilHealthy = async ({ aws, live, stack, ports, request }: CutoverContext): Promise<void> => {
  const giveUpAt = ports.clock.now() + budget.total;
  const floors = Object.fromEntries(stack.config.services.map(({ name, count }) => [name, count.min]));
  for (;;) {
    const lacking = planLacking(await readHealth(aws, live.record), request.to, floors).map(lackingText);
    if (lacking.length === 0) return;
    if (ports.signal.aborted) throw interrupted(request.to);
    if (ports.clock.now() + budget.pause > giveUpAt)
      throw failed(request.to, `not healthy in time: ${lacking.join(", ")}`);
    ports.say(`Waiting for ${request.to}: ${lacking.join(", ")}`);
    await ports.clock.sleep(budget.pause);
  }
};

const interrupted = (color: Color): Stop =>
  new Stop(
    exitCodes.interrupted,
    "interrupted",
    `Interrupted while ${color} was being started; no request moved. Tasks of it that have started may stay. See: npm run cli -- status`,
  );

const failed = (color: Color, why: string): Stop =>
  new Stop(
    exitCodes.failed,
    "not-warm",
    `${color} could not be started: ${why}. The config keeps its new entry, the requests stay where they were. ` +
      "See: npm run cli -- status",
  );
