import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { createWorkerTable, type LeaseAnswer, type WorkerTable } from "../../clients/worker-table";
import { effectKey, leaseKey, messageKey } from "../../consumption/plan-keys";
import { type LeaseFacts, type LeaseTimes, planHold, planLease, planSeen } from "../../consumption/plan-lease";
import { type Color, colors, otherColor } from "../../cutover/plan-weights";
import { valuesIn } from "../../rehearsal/region/dynamodb/buckets";
import { DetailedAwsError } from "../../rehearsal/region/operation";
import { Region } from "../../rehearsal/region/region";

/** Everything takes whole ticks; a call arrives at most `delay` ticks after it was sent. */
export const modelTimes: LeaseTimes = { lease: 60, renewal: 10, look: 6, retry: 12, poll: 8, margin: 8 };
const delay = 3;
/** Ticks until a message is delivered again that nobody deleted. */
const hidden = 40;

/** What one run showed. */
export interface ModelResult {
  readonly lost: number;
  readonly effectsTwice: number;
  /** Receives that arrived while the other colour had the lease. */
  readonly overlaps: number;
  /** Effects that were recorded while the other colour had the lease. */
  readonly strayEffects: number;
  readonly receives: number;
  readonly flips: number;
  readonly crashes: number;
  readonly handovers: number;
}

interface Task {
  readonly name: string;
  readonly color: Color;
  /** How far its clock is ahead: nothing may depend on it. */
  readonly skew: number;
  facts: LeaseFacts;
  /** It does nothing before: a call is under way, or it stands still. */
  busyUntil: number;
  /** Until then DynamoDB doesn't hear it and SSM seldom does, though SQS does. */
  cutOffUntil: number;
  inFlight: string[];
}

/** Two tasks a colour over the region's own DynamoDB, through the worker's own client; time and chance come from `random`. */
export class ConsumptionModel {
  private tick = 0;
  private readonly region = new Region({ now: () => 1_000_000 + this.tick * 1000 });
  private readonly table: WorkerTable;
  private active: Color = "blue";
  private fence = 1;
  private started = 0;
  private tasks: Task[] = [];
  private later: { readonly at: number; readonly run: () => Promise<void> }[] = [];
  private readonly queue = new Map<string, number>();
  private readonly counts = { overlaps: 0, strayEffects: 0, receives: 0, flips: 0, crashes: 0, handovers: 0 };
  private holder: string | undefined;
  private isCalm = false;

  public constructor(
    private readonly random: () => number,
    private readonly messages: number,
  ) {
    this.table = createWorkerTable({ send: (command: unknown) => this.send(command) } as never, "workers");
    for (let index = 0; index < messages; index += 1) this.queue.set(`m-${index}`, this.below(300));
  }

  /** Runs 400 wild ticks, then calm ones until the queue is empty. */
  public async run(): Promise<ModelResult> {
    await this.region.call("dynamodb", "CreateTable", {
      TableName: "workers",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    });
    this.tick = 1;
    this.tasks = colors.flatMap((color) => [this.start(color), this.start(color)]);
    for (let step = 0; step < 400; step += 1) await this.step();
    this.isCalm = true;
    for (let step = 0; step < 1_500 && this.queue.size > 0; step += 1) await this.step();
    const [table] = Object.values(this.region.state.dynamodb.tables);
    const items = new Map(valuesIn(table?.items ?? {}).map((item) => [item["id"]?.S, Number(item["times"]?.N ?? 0)]));
    const effects = Array.from({ length: this.messages }, (_, index) => items.get(effectKey("bot", `m-${index}`)) ?? 0);
    return {
      lost: effects.filter((times) => times === 0).length + this.queue.size,
      effectsTwice: effects.filter((times) => times > 1).length,
      ...this.counts,
    };
  }

  private below(count: number): number {
    return Math.floor(this.random() * count);
  }

  private happens(chance: number): boolean {
    return !this.isCalm && this.random() < chance;
  }

  private start(color: Color): Task {
    this.started += 1;
    const facts: LeaseFacts = {
      color,
      declaration: undefined,
      lookedAt: undefined,
      hold: undefined,
      askedAt: undefined,
      seen: undefined,
      inFlight: 0,
      isStopping: false,
    };
    return {
      name: `t-${this.started}`,
      color,
      skew: this.below(1_000_000),
      facts,
      busyUntil: 0,
      cutOffUntil: 0,
      inFlight: [],
    };
  }

  private async step(): Promise<void> {
    this.tick += 1;
    this.disturb();
    const due = this.later.filter(({ at }) => at <= this.tick);
    this.later = this.later.filter(({ at }) => at > this.tick);
    for (const { run } of due) await run();
    for (const task of this.tasks) if (task.busyUntil <= this.tick) await this.act(task);
  }

  private disturb(): void {
    if (this.happens(0.02)) this.flip();
    if (this.happens(0.01)) this.crash();
    if (this.happens(0.01)) this.cutOff(colors[this.below(2)]);
    if (this.happens(0.01))
      for (const id of this.tasks[this.below(this.tasks.length)]?.inFlight ?? []) this.queue.set(id, this.tick);
  }

  private flip(): void {
    // A ramp writes `declared` anew without another colour.
    if (this.random() < 0.8) this.active = otherColor(this.active);
    this.fence += 1 + this.below(5);
    this.counts.flips += 1;
  }

  private crash(): void {
    const index = this.below(this.tasks.length);
    const task = this.tasks[index];
    if (task === undefined) return;
    this.tasks[index] = this.start(task.color);
    this.counts.crashes += 1;
  }

  private cutOff(color: Color | undefined): void {
    for (const task of this.tasks) if (task.color === color) task.cutOffUntil = this.tick + this.below(150);
  }

  private async act(task: Task): Promise<void> {
    if (this.happens(0.01)) {
      task.busyUntil = this.tick + this.below(200);
      return;
    }
    const now = this.tick + task.skew;
    const plan = planLease({ ...task.facts, inFlight: task.inFlight.length }, modelTimes, now);
    switch (plan.kind) {
      case "look":
        task.facts = { ...task.facts, lookedAt: now, ...this.look(task, now) };
        return;
      case "renew":
        task.facts = { ...task.facts, askedAt: now };
        return this.call(task, () => this.renew(task, plan, now));
      case "release":
        task.facts = { ...task.facts, hold: undefined };
        return this.call(task, () => this.release(task));
      case "receive":
        return this.call(task, async () => this.receive(task));
      case "wait":
        return;
    }
  }

  /** Sometimes there is no answer, and most often none for a task that DynamoDB doesn't hear either. */
  private look(task: Task, now: number) {
    return this.happens(task.cutOffUntil > this.tick ? 0.9 : 0.05)
      ? {}
      : { declaration: { color: this.active, fence: this.fence, seenAt: now } };
  }

  /** Arrives after a while; what it brings back takes effect after another, unless the task is gone by then. */
  private async call(task: Task, answer: () => Promise<() => void>): Promise<void> {
    const arrival = this.tick + this.below(delay + 1);
    task.busyUntil = Number.POSITIVE_INFINITY;
    this.later.push({
      at: arrival,
      run: async () => {
        const effect = await answer();
        this.later.push({
          at: this.tick + this.below(delay + 1),
          run: async () => {
            if (!this.tasks.includes(task)) return;
            task.busyUntil = this.tick;
            if (!this.happens(0.02)) effect();
          },
        });
      },
    });
  }

  private async renew(
    task: Task,
    { fence, takeOver }: { fence: number; takeOver: number | undefined },
    askedAt: number,
  ) {
    const holder = { key: leaseKey("bot"), color: task.color, fence, task: task.name };
    if (task.cutOffUntil > this.tick) return () => undefined;
    const answer: LeaseAnswer = await this.table.renew(holder, { heldUntil: 0, takeOver });
    if (answer.kind === "held" && this.holder !== task.color) {
      this.holder = task.color;
      this.counts.handovers += 1;
    }
    return () => {
      const { facts } = task;
      task.facts =
        answer.kind === "held"
          ? { ...facts, hold: planHold(fence, askedAt, modelTimes), seen: undefined }
          : {
              ...facts,
              hold: answer.color === task.color ? facts.hold : undefined,
              seen: planSeen(facts.seen, answer, this.tick + task.skew),
            };
    };
  }

  private async release(task: Task): Promise<() => void> {
    if (task.cutOffUntil <= this.tick)
      await this.table.release({ key: leaseKey("bot"), color: task.color, task: task.name });
    return () => undefined;
  }

  private receive(task: Task): () => void {
    this.counts.receives += 1;
    if (this.holder !== task.color) this.counts.overlaps += 1;
    const visible = [...this.queue].filter(([, at]) => at <= this.tick).slice(0, 1 + this.below(3));
    for (const [id] of visible) this.queue.set(id, this.tick + hidden);
    return () => {
      for (const [id] of visible) {
        task.inFlight.push(id);
        const work = this.happens(0.05) ? 200 : 12;
        this.later.push({ at: this.tick + this.below(work), run: () => this.settle(task, id) });
      }
    };
  }

  private async settle(task: Task, id: string): Promise<void> {
    if (!this.tasks.includes(task)) return;
    const fence = task.facts.hold?.fence;
    task.inFlight = task.inFlight.filter((other) => other !== id);
    // What isn't answered is hidden for a while.
    if (task.cutOffUntil > this.tick) return;
    const answer = fence === undefined ? "not-ours" : await this.record(task, id, fence);
    if (answer === "recorded" && this.holder !== task.color) this.counts.strayEffects += 1;
    // It may crash, or not be heard, between the record and the deletion.
    if (answer === "not-ours") this.queue.set(id, this.tick);
    else if (!this.happens(0.1)) this.queue.delete(id);
  }

  private record(task: Task, id: string, fence: number) {
    return this.table.record({
      leaseKey: leaseKey("bot"),
      messageKey: messageKey("bot", id),
      color: task.color,
      fence,
      expires: 2_000_000_000,
      writes: [
        {
          Update: {
            TableName: "workers",
            Key: { id: { S: effectKey("bot", id) } },
            UpdateExpression: "ADD #times :one",
            ExpressionAttributeNames: { "#times": "times" },
            ExpressionAttributeValues: { ":one": { N: "1" } },
          },
        },
      ],
    });
  }

  private async send(command: unknown): Promise<object> {
    const { input } = command as { readonly input: Readonly<Record<string, AttributeValue>> };
    const operation = (command as object).constructor.name.replace(/Command$/, "");
    try {
      return await this.region.call("dynamodb", operation, input);
    } catch (error) {
      throw asSdkError(error);
    }
  }
}

const asSdkError = (error: unknown): unknown => {
  if (!(error instanceof DetailedAwsError)) return error;
  const { message, details } = error;
  const parts = { message, $metadata: {}, ...details };
  return error.code === "TransactionCanceledException"
    ? new TransactionCanceledException(parts)
    : new ConditionalCheckFailedException(parts);
};
