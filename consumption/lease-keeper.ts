import type { DeclaredReader } from "../clients/declared-reader";
import type { WorkerTable } from "../clients/worker-table";
import { errorText } from "../cutover/error-text";
import { leaseKey } from "./plan-keys";
import { type LeaseFacts, type LeasePlan, type LeaseTimes, planHold, planLease, planSeen } from "./plan-lease";
import { readDeclaration } from "./read-declaration";
import type { WorkerSettings } from "./worker-environment";

/** What a task asks and where time comes from. */
export interface LeasePorts {
  readonly declared: DeclaredReader;
  readonly table: Pick<WorkerTable, "release" | "renew">;
  readonly clock: WorkerClock;
  /** Takes one entry for the log. */
  readonly log: (entry: Readonly<Record<string, unknown>>) => void;
}

/** Two clocks: one that never steps, for intervals, and one that says what time it is. */
export interface WorkerClock {
  /** Milliseconds since some moment, never set back. */
  now(): number;
  /** Epoch milliseconds. */
  date(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Who keeps the lease. */
export interface LeaseKeeperOptions extends Pick<WorkerSettings, "color" | "service"> {
  /** Tells the tasks of a colour apart. */
  readonly task: string;
  readonly times: LeaseTimes;
}

/** What the lease depends on besides what the keeper knows itself. */
type Situation = Pick<LeaseFacts, "inFlight" | "isStopping">;

/** Keeps one task's part of its colour's lease, as `planLease` says. One call at a time. */
export class LeaseKeeper {
  private facts: Omit<LeaseFacts, keyof Situation>;

  public constructor(
    private readonly options: LeaseKeeperOptions,
    private readonly ports: LeasePorts,
  ) {
    this.facts = {
      color: options.color,
      declaration: undefined,
      lookedAt: undefined,
      hold: undefined,
      askedAt: undefined,
      seen: undefined,
    };
  }

  /** The fence by which effects are recorded; undefined while this task holds nothing. */
  public get fence(): number | undefined {
    return this.facts.hold?.fence;
  }

  /** Does whatever the lease needs, until the answer is to receive or to wait. */
  public async next(situation: Situation): Promise<Extract<LeasePlan, { kind: "receive" | "wait" }>> {
    for (;;) {
      const plan = planLease({ ...this.facts, ...situation }, this.options.times, this.ports.clock.now());
      if (plan.kind === "receive" || plan.kind === "wait") return plan;
      if (plan.kind === "look") await this.look();
      else if (plan.kind === "renew") await this.renew(plan);
      else await this.release();
    }
  }

  /** Has `declared` and the lease asked for anew: the table said that they aren't as this task knows them. */
  public doubt(): void {
    this.facts = { ...this.facts, lookedAt: undefined, askedAt: undefined };
  }

  private async look(): Promise<void> {
    const { clock, declared } = this.ports;
    const seenAt = clock.now();
    this.facts = { ...this.facts, lookedAt: seenAt };
    try {
      const declaration = { ...readDeclaration(await declared()), seenAt };
      if (declaration.color !== this.facts.declaration?.color) this.tell("declared", { active: declaration.color });
      this.facts = { ...this.facts, declaration };
    } catch (error) {
      this.tell("declared-unreadable", { problem: errorText(error) });
    }
  }

  private async renew({ fence, takeOver }: Extract<LeasePlan, { kind: "renew" }>): Promise<void> {
    const { clock, table } = this.ports;
    const { color, service, task, times } = this.options;
    const askedAt = clock.now();
    this.facts = { ...this.facts, askedAt };
    const holder = { key: leaseKey(service), color, fence, task };
    try {
      const answer = await table.renew(holder, { heldUntil: clock.date() + times.lease, takeOver });
      if (answer.kind === "held") {
        if (this.facts.hold?.fence !== fence) this.tell("lease-held", { fence, takeOver });
        this.facts = { ...this.facts, hold: planHold(fence, askedAt, times), seen: undefined };
        return;
      }
      const seen = planSeen(this.facts.seen, answer, clock.now());
      // Of this colour it is still the same lease, by a fence that the next look will show.
      const hold = answer.color === color ? this.facts.hold : undefined;
      this.facts = { ...this.facts, seen, hold };
    } catch (error) {
      this.tell("lease-unanswered", { problem: errorText(error) });
    }
  }

  /** Where the release isn't heard, the lease runs out. */
  private async release(): Promise<void> {
    const { color, service, task } = this.options;
    this.facts = { ...this.facts, hold: undefined };
    try {
      await this.ports.table.release({ key: leaseKey(service), color, task });
      this.tell("lease-released", {});
    } catch (error) {
      this.tell("lease-unanswered", { problem: errorText(error) });
    }
  }

  private tell(event: string, more: object): void {
    const { color, service, task } = this.options;
    this.ports.log({ event, service, color, task, ...more });
  }
}
