import { metricLine } from "./metric-line";
import type { LiveBounds } from "./plan-bounds";
import type { ReleaseProgress, StandbyNote } from "./plan-phase";
import { planStep, type StepFacts, type StepPlan } from "./plan-step";
import { resourceIdOf, type StandbyConfig, type StandbyPorts } from "./ports";
import { isAsDeclared, type LiveService } from "./read-standby";
import { type Release, readOldRequests, readShared, type SharedStepFacts } from "./read-step";
import { formatStandbyNote } from "./standby-note";

/** Lets at most one batch of one service go, since the cap is for all of them together. */
export const releaseOld = async (release: Release, config: StandbyConfig, ports: StandbyPorts): Promise<void> => {
  const shared = await readShared(release, { config, ports });
  const work = new ReleaseWork(release, config, ports);
  for (const service of release.facts.services) {
    const facts = await work.stepFacts(service, shared);
    if (facts === undefined) continue;
    const plan = planStep(facts, ports.random);
    ports.log({ event: "release", service: service.name, ...plan });
    if (plan.kind === "paused")
      ports.log(metricLine("ReleasePaused", facts.now, { service: service.name, reason: plan.reason }));
    if (await work.carryOut(service, plan, facts)) return;
  }
};

/** One look's work, with what it adds to the note. */
class ReleaseWork {
  private note: StandbyNote;

  public constructor(
    private readonly release: Release,
    private readonly config: StandbyConfig,
    private readonly ports: StandbyPorts,
  ) {
    this.note = release.note;
  }

  /** Undefined where ECS doesn't know the service. */
  public async stepFacts(service: LiveService, shared: SharedStepFacts): Promise<StepFacts | undefined> {
    const { facts, phase } = this.release;
    const tasks = shared.tasks.get(service.ecsServices[phase.old]);
    if (tasks === undefined) return undefined;
    const { readBackSince, startedAt, lastBatchAt, released } = this.note;
    const keep = this.config.afterHold === "off" ? 0 : service.count.min;
    const reading = { config: this.config, ports: this.ports };
    return {
      now: facts.phase.now,
      readBackSince,
      bounds: service.live[phase.old],
      leftAt: released[service.name]?.max,
      heldSince: released[service.name]?.heldSince,
      tasks,
      keep,
      // Nobody has to be asked about what is small enough.
      oldRequests: tasks.desired > keep ? await readOldRequests(this.release, service, reading) : undefined,
      connectionsPerTask: shared.connectionsPerTask,
      startedAt,
      lastBatchAt,
      reconnects: shared.reconnects,
      holdSeconds: this.config.holdSeconds,
      maxDisconnects: this.config.maxDisconnects,
    };
  }

  /** True where a batch was released. */
  public async carryOut(
    service: LiveService,
    plan: StepPlan,
    { now, connectionsPerTask }: StepFacts,
  ): Promise<boolean> {
    switch (plan.kind) {
      case "release":
        this.note = { ...this.note, startedAt: this.note.startedAt ?? now, lastBatchAt: now, connectionsPerTask };
        await this.remember(service, { max: plan.steps.at(-1)?.max ?? 0 });
        await this.lower(service, plan);
        return true;
      case "pin":
        await this.remember(service, { max: plan.bounds.max });
        await this.update(service, { ...plan.bounds, isScheduled: false });
        return false;
      case "raised":
        await this.remember(service, { heldSince: now });
        await this.update(service, { ...service.live[this.release.phase.old], isScheduled: true });
        return false;
      default:
        return false;
    }
  }

  /** One task after the other, as long as nobody else moves bounds or weights: a rollback begins with either. */
  private async lower(service: LiveService, { steps }: StepPlan & { kind: "release" }): Promise<void> {
    const id = resourceIdOf(this.config, service, this.release.phase.old);
    let passedMs = 0;
    let left = service.live[this.release.phase.old].max;
    for (const { min, max, afterMs } of steps) {
      await this.ports.sleep(afterMs - passedMs);
      passedMs = afterMs;
      const live = (await this.ports.targets.describe([id])).get(id);
      const isReadBack = await isAsDeclared(this.release.facts.record, this.ports);
      if (live?.max !== left || !isReadBack)
        return this.ports.log({ event: "release-given-up", service: service.name, live, isReadBack });
      await this.update(service, { min, max, isScheduled: false });
      left = max;
    }
  }

  /** Before acting: where it breaks off, bounds above what is written down are found at the next look, and held. */
  private async remember(service: LiveService, progress: ReleaseProgress): Promise<void> {
    this.note = { ...this.note, released: { ...this.note.released, [service.name]: progress } };
    await this.ports.parameters.put(this.config.standbyParameter, formatStandbyNote(this.note));
  }

  /** A colour that is let go doesn't follow its schedule, which would bring it back. */
  private update(
    service: LiveService,
    { min, max, isScheduled }: Pick<LiveBounds, "min" | "max"> & { readonly isScheduled: boolean },
  ): Promise<void> {
    const { old } = this.release.phase;
    const suspended = { ...service.live[old].suspended, scheduled: !isScheduled };
    return this.ports.targets.update(resourceIdOf(this.config, service, old), { min, max, suspended });
  }
}
