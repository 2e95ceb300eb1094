import { planReadBack } from "../cutover/plan-read-back";
import type { FleetPorts } from "../fleet/fleet-ports";
import { planTypes, type TypesPlan } from "../fleet/plan-types";
import { readRollFacts } from "../fleet/read-roll-facts";
import { rollFleet } from "../fleet/roll-fleet";
import type { connectFleet, FleetConnection } from "./connect-fleet";
import { type DeployedFleet, findFleet } from "./find-fleet";
import type { FleetAction } from "./fleet-action";
import { formatOld, formatRollStep, formatTypes } from "./format-fleet";
import { exitCodes, type Outcome, Stop } from "./outcome";
import type { CliPorts } from "./ports";
import { readLive } from "./read-live";
import { readStack, type Stack } from "./read-stack";

/** What `fleet` needs from outside. */
export interface FleetCommandPorts
  extends Pick<CliPorts, "pulumi" | "aws" | "say" | "confirm" | "clock" | "signal" | "region"> {
  readonly connect: typeof connectFleet;
}

/** How long nothing may change: a drain takes as long as its slowest task, and spot capacity comes when it comes. */
const patienceMs = 45 * 60_000;
const lookMs = 5_000;

/** The container instances: replaces old ones, and gives the fleet the types that the config names. */
export const fleet = async (action: FleetAction, ports: FleetCommandPorts): Promise<Outcome> => {
  const stack = await readStack(ports.pulumi, ports.region);
  const context = { stack, place: findFleet(stack), aws: ports.connect(stack.config.aws, stack), ports };
  return action.action === "roll" ? roll(action, context) : changeTypes(action, context);
};

interface FleetContext {
  readonly stack: Stack;
  readonly place: DeployedFleet;
  readonly aws: FleetConnection;
  readonly ports: FleetCommandPorts;
}

const roll = async (
  { batch, yes }: Extract<FleetAction, { action: "roll" }>,
  context: FleetContext,
): Promise<Outcome> => {
  const { stack, place, aws, ports } = context;
  if (stack.config.shift > 0) throw rampUnderWay(stack);
  const fleetPorts: FleetPorts = { ...aws, deploying: () => listBusy(context) };
  const { pools, note } = await readRollFacts(place, fleetPorts);
  const isOld = pools.some(({ members }) => members.some((member) => member.isOld));
  if (!isOld && note === undefined)
    return done({ stack: stack.stack, replaced: [] }, "Every instance is new; nothing to do.");
  if (note !== undefined) ports.say(`Going on with a batch that was cut off: ${note.victims.join(", ")}`);
  await confirmed(`Replace old instances (${formatOld(pools)}), ${batch} at once?`, { yes, ports });
  const startedAt = ports.clock.now();
  const result = await rollFleet(place, fleetPorts, {
    ...ports,
    batch,
    patienceMs,
    lookMs,
    onStep: (step, facts) => ports.say(formatRollStep(step, facts)),
  });
  const seconds = Math.round((ports.clock.now() - startedAt) / 1000);
  const count = `${result.replaced.length} ${result.replaced.length === 1 ? "instance" : "instances"} replaced`;
  if (result.kind === "interrupted")
    throw new Stop(exitCodes.interrupted, "interrupted", `Interrupted; ${count} so far. ${again}`);
  if (result.kind === "stuck") throw stuck(formatRollStep(result.step, { pools }), count);
  return done({ stack: stack.stack, replaced: result.replaced, seconds }, `${count} in ${seconds} s.`);
};

const stuck = (step: string, count: string): Stop =>
  new Stop(
    exitCodes.failed,
    "stuck",
    `Nothing has changed for ${patienceMs / 60_000} minutes (${step.trim()}). ${count} so far. ${again}`,
  );

const again = "The same command goes on from there: npm run cli -- fleet roll";

const done = (report: Outcome["report"], text: string): Outcome => ({ exitCode: exitCodes.done, report, text });

/** What must not coincide with drains: deployments, and cutovers that haven't come to their end. */
const listBusy = async ({ stack, place, aws, ports }: FleetContext): Promise<readonly string[]> => {
  const [services, live] = await Promise.all([
    aws.deployingAmong({ cluster: place.clusterArn, services: place.services }),
    readLive(ports.aws({ ...stack, aws: stack.config.aws })),
  ]);
  const isSettled = planReadBack(live.record, live.rules).every(({ kind }) => kind === "as-declared");
  return isSettled ? services : [...services, "the cutover"];
};

const rampUnderWay = ({ stack, config }: Stack): Stop =>
  new Stop(
    exitCodes.refused,
    "ramp-under-way",
    `A ramp is under way in ${stack}: ${config.shift} % of the requests are on the standby. End it first: npm run cli -- flip, or rollback`,
  );

const confirmed = async (
  question: string,
  { yes, ports }: { readonly yes: boolean; readonly ports: FleetCommandPorts },
): Promise<void> => {
  if (yes) return;
  const answer = await ports.confirm(question);
  if (answer === true) return;
  throw answer === undefined
    ? new Stop(exitCodes.usage, "nobody-to-ask", `There is no terminal to ask on: ${question} Allowed: --yes.`)
    : new Stop(exitCodes.refused, "declined", "Declined; nothing was changed.");
};

/** The base follows the config with each `pulumi up`; the program leaves the fleet's pools alone, as it could only replace it. */
const changeTypes = async (
  { yes }: Extract<FleetAction, { action: "types" }>,
  { stack: { stack }, place, aws, ports }: FleetContext,
): Promise<Outcome> => {
  const [current, declared] = await Promise.all([aws.pools.read(place.fleetId), aws.groups.describe(place.groupName)]);
  const plan = planTypes(current, declared);
  if (plan.kind === "refuse") throw nothingDeclared(plan);
  if (plan.kind === "nothing-to-do")
    return done({ stack, changed: false }, "The fleet has the declared types and subnets; nothing to do.");
  for (const line of ["The fleet gets what pulumi up gave to the on-demand base:", ...formatTypes(plan)])
    ports.say(line);
  await confirmed("Change the fleet's types and subnets?", { yes, ports });
  const { instanceTypes, subnetIds } = declared;
  await aws.pools.write(place.fleetId, { templateId: current.templateId, instanceTypes, subnetIds });
  const { kind: _kind, ...changes } = plan;
  const text = "Changed; instances that are there stay. To replace those that no longer fit: npm run cli -- fleet roll";
  return done({ stack, changed: true, ...changes }, text);
};

const nothingDeclared = ({ reason }: Extract<TypesPlan, { kind: "refuse" }>): Stop =>
  new Stop(
    exitCodes.refused,
    reason,
    `The on-demand base has ${reason === "no-types" ? "no instance types" : "no subnets"} to take over. Deploy first: pulumi up`,
  );
