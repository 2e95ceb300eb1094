import { parameterNames } from "../cutover/parameter-names";
import { planReadBack } from "../cutover/plan-read-back";
import { type Color, otherColor } from "../cutover/plan-weights";
import { rampIn } from "../cutover/ramp-note";
import { notInState } from "./cut-over";
import type { CutoverRequest } from "./cutover-context";
import { driveRamp } from "./drive-ramp";
import { formatRamp } from "./format-ramp";
import { exitCodes, type Outcome, Stop } from "./outcome";
import { planAlarms } from "./plan-alarms";
import { planRampStart, type RampStart } from "./plan-ramp-start";
import { planCutoverTargets } from "./plan-targets";
import type { AwsPorts, CliPorts } from "./ports";
import { withRaisedBounds } from "./raise-bounds";
import type { RampRun } from "./ramp-run";
import { contextFor } from "./ramp-step";
import { readAlarms } from "./read-alarms";
import { type Live, readLive } from "./read-live";
import { readStack, type Stack } from "./read-stack";
import { requireConfirmation } from "./require-confirmation";
import { warmUp } from "./warm-up";

/** What a ramp is asked for. */
export interface RampArguments {
  readonly to: Color;
  /** Percent, ascending; 100 follows the last one. */
  readonly steps: readonly number[];
  readonly bakeSeconds: number;
  readonly yes: boolean;
  /** The digits by which one stop is overridden, in the first update alone. @default none is */
  readonly override?: string;
}

/** How long anything that is only waited for may take. */
const patienceSeconds = 60;

/** Alarms look at whole minutes, which CloudWatch has some time later; below this a step can end before they ring. */
const shortestSensibleBake = 180;

/** Requests to a colour step by step, in the foreground; an alarm of either colour, or Ctrl-C, takes them all back. */
export const ramp = async (args: RampArguments, ports: CliPorts): Promise<Outcome> => {
  const stack = await readStack(ports.pulumi, ports.region);
  const aws = ports.aws({ ...stack, aws: stack.config.aws });
  const live = await readLive(aws);
  const start = startOf(args, stack, live);
  if (start.kind === "nothing-to-do") return nothingToDo(stack, args.to);
  if (start.kind === "other-ramp") throw otherRamp(args.to, start.percent);
  const run = await prepare(args, { stack, aws, ports, live, percent: start.percent });
  introduce(run, args);
  await requireConfirmation(`Ramp ${stack.stack} to ${args.to}?`, args.yes, ports);
  const context = await contextFor(run, run.live);
  const isWarming = stack.config.colors[args.to].capacity !== "full";
  if (isWarming) await warmUpFirst(run);
  const ended = await withRaisedBounds({ ...context, isWarming }, () => driveRamp(run, start.completing));
  return formatRamp(run, ended);
};

const startOf = ({ to }: RampArguments, { config }: Stack, { record, rules, note }: Live): RampStart =>
  planRampStart({
    to,
    config,
    activeColor: record.activeColor ?? (record.weights.green > record.weights.blue ? "green" : "blue"),
    declared: record.weights,
    isAsDeclared: planReadBack(record, rules).every(({ kind }) => kind === "as-declared"),
    ramp: rampIn(note),
  });

interface Prepared {
  readonly stack: Stack;
  readonly aws: AwsPorts;
  readonly ports: CliPorts;
  readonly live: Live;
  readonly percent: number;
}

const prepare = async (args: RampArguments, { stack, aws, ports, live, percent }: Prepared): Promise<RampRun> => {
  const targetsPlan = planCutoverTargets(stack, live.record, parameterNames(stack).declared);
  if (targetsPlan.kind === "missing") throw notInState(targetsPlan.what);
  const { alarms, missing } = planAlarms(stack.resources, live.record.groupArns);
  if (missing.length > 0) throw withoutAlarms(missing);
  const now = ports.clock.now();
  const request: CutoverRequest = { verb: "Ramp", to: args.to, yes: args.yes };
  const states = await readAlarms(aws, alarms);
  const ringing = states.filter(({ state }) => state === "ALARM").map(({ name }) => name);
  if (ringing.length > 0 && percent === 0) throw rings(ringing);
  return {
    id: `${ports.operator} ${now}`,
    request,
    settings: { steps: args.steps, bakeSeconds: args.bakeSeconds, patienceSeconds },
    ...{ stack, aws, ports, targets: targetsPlan.targets, watched: alarms, alarms: states, override: args.override },
    weightsBefore: live.record.weights,
    startedAt: now,
    live: percent,
    liveSince: now,
    ordered: percent === 0 ? undefined : { percent, at: now },
    formerId: rampIn(live.note)?.id,
    notedAt: 0,
    isNoted: false,
    steps: [],
  };
};

const introduce = ({ ports, request, watched, live, stack }: RampRun, { steps, bakeSeconds }: RampArguments): void => {
  const { to } = request;
  const begin = live === 0 ? "" : `, going on from ${live} %`;
  ports.say(`Ramp ${stack.stack} to ${to}: ${[...steps, 100].join(", ")} %, each for ${bakeSeconds} s${begin}.`);
  ports.say(`Watching ${watched.length} alarms of both colours; any of them, or Ctrl-C, takes everything back.`);
  if (bakeSeconds < shortestSensibleBake)
    ports.say(
      `Warning: the alarms look at whole minutes; within ${bakeSeconds} s they may not ring. Better: 180 or more.`,
    );
};

const warmUpFirst = async (run: RampRun): Promise<void> => {
  const { to } = run.request;
  const { entries, activeColor, shift } = run.stack.config;
  const entry = entries[to];
  const warm = { [to]: { ...(typeof entry === "object" ? entry : {}), capacity: "full" } };
  const context = await contextFor(run, run.live);
  await warmUp({ ...context, plan: { ...context.plan, warm, flip: { activeColor, shift } } }, warm);
};

const nothingToDo = ({ stack }: Stack, to: Color): Outcome => ({
  exitCode: exitCodes.done,
  report: { stack, kind: "nothing-to-do", to },
  text: `${to} has all requests of ${stack} already; nothing to do.`,
});

const otherRamp = (to: Color, percent: number): Stop =>
  new Stop(
    exitCodes.refused,
    "other-ramp",
    `${otherColor(to)} has ${percent} % of a ramp that isn't over. Take it back with npm run cli -- rollback, or go on with ` +
      `npm run cli -- flip ${otherColor(to)} --steps …; nothing was changed.`,
  );

const withoutAlarms = (missing: readonly string[]): Stop =>
  new Stop(
    exitCodes.refused,
    "alarms-missing",
    `Nothing would ring for ${missing.join(", ")}, so a ramp would go well whatever happens. Deploy the alarms first ` +
      "(pulumi up), or flip without --steps; nothing was changed.",
  );

const rings = (ringing: readonly string[]): Stop =>
  new Stop(
    exitCodes.refused,
    "alarm",
    `${ringing.join(", ")} ${ringing.length === 1 ? "is" : "are"} in ALARM already, so nobody could tell whether a ramp makes ` +
      "things worse; nothing was changed. Repeat it when they are OK again, or flip without --steps.",
  );
