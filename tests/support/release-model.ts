import { planReleaseOld, type ReleaseFacts } from "../../cutover/plan-release-old";

/** What is simulated. */
export interface ReleaseModelOptions {
  readonly settings: ReleaseFacts;
  readonly sockets: number;
  readonly taskCount: number;
  readonly seed: number;
  /** While clients that were disconnected can't come back; epoch milliseconds. */
  readonly broken?: { readonly from: number; readonly to: number };
  readonly rolledBackAt?: number;
}

/** Sockets on an old colour's tasks, whose clients come back within a second, and an owner who asks the plan every 5 s. */
export class ReleaseModel {
  public outcome = "running";
  public disconnected = 0;
  private readonly events: { readonly at: number; readonly count: number }[] = [];
  private readonly batches: number[] = [];
  private readonly random: () => number;
  private tasks: readonly { readonly id: string; readonly connections: number }[];

  public constructor(private readonly options: ReleaseModelOptions) {
    this.random = seeded(options.seed);
    this.tasks = this.spread();
  }

  public get firstAt(): number {
    return Math.min(...this.events.map(({ at }) => at));
  }

  public get lastAt(): number {
    return Math.max(...this.events.map(({ at }) => at));
  }

  public run(): void {
    const { settings } = this.options;
    for (let now = settings.flippedAt; this.outcome === "running"; now += 5_000) {
      if (now > settings.flippedAt + 24 * 3_600_000) throw new Error("The release doesn't end.");
      this.step(now);
    }
  }

  /** The most connections that ended in any time as long as the interval. */
  public mostInAnyInterval(): number {
    const length = this.options.settings.intervalSeconds * 1000;
    const sums = this.events.map(({ at: from }) =>
      this.events.reduce((sum, { at, count }) => (at >= from && at < from + length ? sum + count : sum), 0),
    );
    return Math.max(...sums);
  }

  public batchesBetween(from: number, to: number): number {
    return this.batches.filter((at) => at >= from && at < to).length;
  }

  private step(now: number): void {
    const { settings, rolledBackAt = Number.POSITIVE_INFINITY } = this.options;
    const [startedAt, lastBatchAt] = [this.batches[0], this.batches.at(-1)];
    const plan = planReleaseOld(
      {
        ...settings,
        now,
        tasks: this.tasks,
        isRolledBack: now >= rolledBackAt,
        ...(startedAt === undefined || lastBatchAt === undefined
          ? {}
          : { startedAt, lastBatchAt, reconnects: this.reconnectsAt(now, lastBatchAt) }),
      },
      this.random,
    );
    if (plan.kind === "done" || plan.kind === "cancelled") this.outcome = plan.kind;
    if (plan.kind !== "release") return;
    this.batches.push(now);
    for (const { id, afterMs } of plan.tasks) this.stop(id, now + afterMs);
  }

  private stop(id: string, at: number): void {
    const count = this.tasks.find((task) => task.id === id)?.connections ?? 0;
    this.events.push({ at, count });
    this.disconnected += count;
    this.tasks = this.tasks.filter((task) => task.id !== id);
  }

  /** Clients try again until they are back, so failures last exactly as long as what breaks them. */
  private reconnectsAt(now: number, since: number): { attempted: number; failed: number } {
    const attempted = this.events.reduce((sum, { at, count }) => (at >= since && at <= now ? sum + count : sum), 0);
    const { from = 0, to = 0 } = this.options.broken ?? {};
    return { attempted, failed: now >= from && now < to ? attempted : 0 };
  }

  /** Uneven, as sockets are: the first tasks have been there for longest. */
  private spread(): readonly { readonly id: string; readonly connections: number }[] {
    const { sockets, taskCount } = this.options;
    const even = Math.floor(sockets / taskCount);
    const moved = Array.from({ length: taskCount }, () => Math.floor(this.random() * (even / 4)));
    const connections = moved.map((each, index) => even + each - (moved[(index + 1) % taskCount] ?? 0));
    const rest = sockets - connections.reduce((sum, each) => sum + each, 0);
    return connections.map((each, index) => ({ id: `task-${index}`, connections: index === 0 ? each + rest : each }));
  }
}

/** Numerical Recipes' linear congruential generator. */
const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
