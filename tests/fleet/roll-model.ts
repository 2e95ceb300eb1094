import type { PoolMember, PoolName, RollFacts, RollStep } from "../../fleet/plan-roll";
import type { RollNote } from "../../fleet/roll-note";

interface Host {
  readonly instanceId: string;
  readonly version: number;
  state: PoolMember["state"];
  tasks: number;
  /** How often it was set to DRAINING while it took tasks. */
  drains: number;
  isInterrupted: boolean;
}

interface PoolModel {
  target: number;
  ceiling: number;
  hosts: Host[];
}

/**
 * A fleet that keeps its target but never chooses a victim, and a group whose hook drains, in steps: enough of AWS to see what a
 * plan does to them. Sources are in rehearsal/region, which has the same rules with clocks.
 */
export class RollModel {
  public note: RollNote | undefined;
  public deploying: readonly string[] = [];
  public readonly spot: PoolModel;
  public readonly base: PoolModel;
  public readonly terminated: string[] = [];
  /** Instances that were ended with tasks on them, by the roll. */
  public readonly cutOff: string[] = [];
  readonly #latest = 2;
  #launches = 0;

  public constructor(spot: number, base: number) {
    const pool = (size: number): PoolModel => ({
      target: size,
      ceiling: size,
      hosts: Array.from({ length: size }, () => this.#launch(1)),
    });
    this.spot = pool(spot);
    this.base = pool(base);
    for (const host of [...this.spot.hosts, ...this.base.hosts]) Object.assign(host, { state: "ready", tasks: 2 });
  }

  public facts(): RollFacts {
    const members = ({ hosts }: PoolModel): readonly PoolMember[] =>
      hosts.map(({ instanceId, version, state, tasks }) => ({
        instanceId,
        isOld: version < this.#latest,
        state,
        unfinishedTasks:
          state === "draining" ? Array.from({ length: tasks }, (_, index) => `${instanceId}-${index}`) : undefined,
      }));
    const poolOf = (name: PoolName, pool: PoolModel) => ({
      name,
      target: pool.target,
      ceiling: pool.ceiling,
      members: members(pool),
    });
    return {
      pools: [poolOf("spot", this.spot), poolOf("on-demand", this.base)],
      note: this.note,
      deploying: this.deploying,
    };
  }

  /** Does what a step says, as AWS would. */
  public act(step: RollStep): void {
    switch (step.kind) {
      case "begin":
      case "note":
        this.note = step.note;
        return;
      case "finish":
        this.note = undefined;
        return;
      case "resize":
        this.#poolOf(step.pool).target = step.target;
        this.#poolOf(step.pool).ceiling = step.target;
        return;
      case "drain":
        for (const host of this.#find(step.instanceIds)) this.#drain(host);
        return;
      case "terminate":
        for (const host of this.#find(step.instanceIds)) this.#terminate(step.pool, host);
        return;
      case "wait":
      case "done":
    }
  }

  /** Lets time pass: launches, registrations, tasks that end, instances that go. */
  public tick(): void {
    for (const pool of [this.spot, this.base]) {
      pool.hosts = pool.hosts.filter(({ state }) => state !== "leaving");
      for (const host of pool.hosts) this.#age(host, pool);
      const lasting = pool.hosts.filter(({ state, isInterrupted }) => state !== "leaving" && !isInterrupted);
      // A hook's instance counts no longer towards its group's capacity.
      const counted = pool === this.base ? lasting.filter(({ state }) => state !== "draining") : lasting;
      for (let missing = pool.target - counted.length; missing > 0; missing -= 1)
        pool.hosts.push(this.#launch(this.#latest));
    }
  }

  /** AWS takes a spot instance back, the drain function drains it; of 200 numbers 50 name one. */
  public interrupt(index: number | undefined): void {
    if (index === undefined || index >= 50) return;
    const host = this.spot.hosts[index % Math.max(1, this.spot.hosts.length)];
    if (host === undefined || host.state === "leaving") return;
    host.isInterrupted = true;
    if (host.state === "ready") this.#drain(host);
  }

  public readyOf(pool: PoolModel): number {
    return pool.hosts.filter(({ state }) => state === "ready").length;
  }

  #launch(version: number): Host {
    this.#launches += 1;
    const instanceId = `i-${String(this.#launches).padStart(3, "0")}`;
    return { instanceId, version, state: "starting", tasks: 0, drains: 0, isInterrupted: false };
  }

  #age(host: Host, pool: PoolModel): void {
    if (host.state === "starting") host.state = host.isInterrupted ? "leaving" : "ready";
    else if (host.state === "draining" && host.tasks > 0) host.tasks -= 1;
    else if (host.state === "draining" && (host.isInterrupted || pool === this.base)) host.state = "leaving";
  }

  #drain(host: Host): void {
    if (host.state === "ready") host.drains += 1;
    host.state = "draining";
  }

  #terminate(name: PoolName, host: Host): void {
    if (name === "spot") {
      if (host.tasks > 0) this.cutOff.push(host.instanceId);
      host.state = "leaving";
    } else {
      // With a decrement of the desired capacity; the hook's function drains.
      this.base.target -= 1;
      this.#drain(host);
    }
    this.terminated.push(host.instanceId);
  }

  #poolOf(name: PoolName): PoolModel {
    return name === "spot" ? this.spot : this.base;
  }

  #find(ids: readonly string[]): readonly Host[] {
    return [...this.spot.hosts, ...this.base.hosts].filter(({ instanceId }) => ids.includes(instanceId));
  }
}
