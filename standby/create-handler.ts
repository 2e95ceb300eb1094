import { planBounds } from "./plan-bounds";
import { type PhasePlan, planPhase } from "./plan-phase";
import { resourceIdOf, type StandbyConfig, type StandbyPorts } from "./ports";
import { readStandby, type StandbyFacts } from "./read-standby";
import { releaseOld } from "./release-old";
import { formatStandbyNote } from "./standby-note";

/**
 * Looks once at the stack: keeps what may not shrink, gives a colour that serves again its bounds back, and lets a part of
 * the old colour go when its time has come. Looking twice is harmless.
 */
export const createHandler = (config: StandbyConfig, ports: StandbyPorts) => async (): Promise<void> => {
  const facts = await readStandby(config, ports);
  const plan = planPhase(facts.note, facts.phase);
  const changed = await keepBounds(facts, plan, { config, ports });
  // Only now: what failed before is done again at the next look.
  if (formatStandbyNote(plan.note) !== formatStandbyNote(facts.note))
    await ports.parameters.put(config.standbyParameter, formatStandbyNote(plan.note));
  ports.log({ event: "standby", ...plan.phase, changed });
  // What was found has just been changed: the next look finds it as it is.
  if (plan.phase.kind !== "release" || config.afterHold === "full" || changed > 0) return;
  await releaseOld({ phase: plan.phase, note: plan.note, facts }, config, ports);
};

const keepBounds = async (
  { services, note }: StandbyFacts,
  { phase, restored }: PhasePlan,
  { config, ports }: { readonly config: StandbyConfig; readonly ports: StandbyPorts },
): Promise<number> => {
  let changed = 0;
  for (const service of services) {
    const changes = planBounds({
      phase,
      count: service.count,
      live: service.live,
      isRestored: restored.includes(service.name),
      isReleased: !restored.includes(service.name) && note.released[service.name]?.max !== undefined,
      wasFrozen: note.isFrozen,
    });
    for (const { color, ...bounds } of changes)
      await ports.targets.update(resourceIdOf(config, service, color), bounds);
    changed += changes.length;
  }
  return changed;
};
