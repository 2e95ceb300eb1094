import type { FleetPlace, FleetPorts } from "./fleet-ports";
import { planRoll, type RollFacts, type RollStep } from "./plan-roll";
import { readRollFacts } from "./read-roll-facts";
import { formatRollNote } from "./roll-note";

/** How a roll goes on. */
export interface RollSettings {
  /** Instances that are replaced at once. */
  readonly batch: number;
  /** How long nothing may change before the roll gives up, milliseconds. */
  readonly patienceMs: number;
  /** How often AWS is asked while the roll waits, milliseconds. */
  readonly lookMs: number;
}

/** What a roll needs besides AWS. */
export interface RollRuntime {
  /** Called with each step, the first time that it is planned. */
  readonly onStep: (step: RollStep, facts: RollFacts) => void;
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<unknown> };
  readonly signal: AbortSignal;
}

/** How a roll ended. */
export type RollResult =
  | { readonly kind: "done"; readonly replaced: readonly string[] }
  /** The same roll again goes on from where this one was. */
  | { readonly kind: "interrupted"; readonly replaced: readonly string[] }
  | { readonly kind: "stuck"; readonly replaced: readonly string[]; readonly step: RollStep };

/** Takes one step after the other until every instance is new; each is decided anew from what AWS says. */
export const rollFleet = async (
  place: FleetPlace,
  ports: FleetPorts,
  settings: RollSettings & RollRuntime,
): Promise<RollResult> => {
  const replaced: string[] = [];
  const isStuck = createWatch(settings);
  while (!settings.signal.aborted) {
    const facts = await readRollFacts(place, ports);
    const step = planRoll(facts, settings.batch);
    if (isStuck(step, facts)) return { kind: "stuck", replaced, step };
    if (step.kind === "done") return { kind: "done", replaced };
    replaced.push(...(await takeStep(step, { place, ports, settings })));
  }
  return { kind: "interrupted", replaced };
};

interface Ground {
  readonly place: FleetPlace;
  readonly ports: FleetPorts;
  readonly settings: RollSettings & RollRuntime;
}

/** Returns the instances that it ended. */
const takeStep = async (
  step: RollStep,
  { place, ports, settings: { clock, lookMs, signal } }: Ground,
): Promise<readonly string[]> => {
  // Ctrl-C while AWS answered: nothing more is changed.
  if (signal.aborted) return [];
  if (step.kind === "wait") await clock.sleep(lookMs);
  else await act(step, place, ports);
  return step.kind === "terminate" ? step.instanceIds : [];
};

/** Tells each step once, and whether it has been the same for too long. */
const createWatch = ({ patienceMs, onStep, clock }: RollSettings & RollRuntime) => {
  let last = { text: "", at: clock.now() };
  return (step: RollStep, facts: RollFacts): boolean => {
    const text = JSON.stringify(step);
    if (text !== last.text) {
      last = { text, at: clock.now() };
      onStep(step, facts);
    }
    return clock.now() - last.at >= patienceMs;
  };
};

const act = async (step: Exclude<RollStep, { kind: "wait" }>, place: FleetPlace, ports: FleetPorts): Promise<void> => {
  switch (step.kind) {
    case "begin":
    case "note":
      return ports.note.write(formatRollNote(step.note));
    case "finish":
      return ports.note.remove();
    case "resize":
      return step.pool === "spot"
        ? ports.fleets.setTarget(place.fleetId, step.target)
        : ports.groups.resize(place.groupName, step.target);
    case "drain":
      return drain(step.instanceIds, place, ports);
    case "terminate":
      return step.pool === "spot"
        ? ports.fleets.terminate(step.instanceIds)
        : terminateInGroup(step.instanceIds, ports);
    case "done":
      return undefined;
  }
};

/** What ECS couldn't change is planned again, as it is still undrained then. */
const drain = async (
  instanceIds: readonly string[],
  { clusterArn }: FleetPlace,
  { instances }: FleetPorts,
): Promise<void> => {
  const filter = `ec2InstanceId in [${instanceIds.join(", ")}]`;
  await instances.setState(clusterArn, await instances.list(clusterArn, { filter, status: "ACTIVE" }), "DRAINING");
};

const terminateInGroup = async (instanceIds: readonly string[], { groups }: FleetPorts): Promise<void> => {
  for (const instanceId of instanceIds) await groups.terminate(instanceId);
};
