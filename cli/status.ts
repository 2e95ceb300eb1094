import { parseHistory } from "../cutover/parse-history";
import { planReadBack } from "../cutover/plan-read-back";
import { rampIn } from "../cutover/ramp-note";
import { formatStatus, type Style } from "./format-status";
import { exitCodes, type Outcome } from "./outcome";
import { planCutoverRows } from "./plan-history";
import { planStatus } from "./plan-status";
import type { CliPorts } from "./ports";
import { readBounds } from "./read-bounds";
import { readFrontend } from "./read-frontend";
import { readHealth, readLive } from "./read-live";
import { readStack } from "./read-stack";

/** What is live, how healthy it is, and how to get back. Changes nothing. */
export const status = async (ports: CliPorts, style: Style): Promise<Outcome> => {
  const { pulumi, region } = ports;
  const [stack, historyText] = await Promise.all([readStack(pulumi, region), pulumi.history()]);
  const { config } = stack;
  const aws = ports.aws({ ...stack, aws: config.aws });
  const live = await readLive(aws);
  const found = planStatus({
    config,
    versions: { blue: config.colors.blue.version, green: config.colors.green.version },
    capacity: { blue: config.colors.blue.capacity, green: config.colors.green.capacity },
    services: config.services.map(({ name, cpu, memory, count }) => ({ name, cpu, memory, floor: count.min })),
    ...live,
    noteProblem: live.noteProblem,
    ramp: rampIn(live.note),
    stack: stack.stack,
    reads: planReadBack(live.record, live.rules),
    health: await readHealth(aws, live.record),
    frontend: await readFrontend(stack, ports),
    bounds: await readBounds(stack, aws).catch(() => undefined),
    cutovers: planCutoverRows(parseHistory(historyText, stack.project)),
    now: ports.clock.now(),
  });
  return {
    exitCode: found.isDrifted || found.frontend?.isDrifted ? exitCodes.drift : exitCodes.done,
    report: { stack: stack.stack, ...found },
    text: formatStatus(stack.stack, found, style),
  };
};
