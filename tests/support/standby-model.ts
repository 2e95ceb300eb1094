import { formatDeclared } from "../../cutover/declared";
import { type Color, colors, otherColor, planWeights, type Weights } from "../../cutover/plan-weights";
import { createHandler } from "../../standby/create-handler";
import type { LiveBounds } from "../../standby/plan-bounds";
import type { StandbyConfig, StandbyPorts } from "../../standby/ports";
import { emptyStandbyNote, formatStandbyNote } from "../../standby/standby-note";

/** What a model begins with. */
export interface StandbyModelOptions {
  readonly seed?: number;
  readonly config?: Partial<Pick<StandbyConfig, "holdSeconds" | "afterHold" | "maxDisconnects">>;
  readonly count?: { readonly min: number; readonly max: number };
  /** Tasks of each colour at the start. */
  readonly tasks?: number;
  readonly services?: readonly string[];
}

interface ModelTask {
  sockets: number;
}

/** Something that ended or shrank, and when. */
export interface ModelEvent {
  readonly at: number;
  readonly id: string;
  readonly count: number;
}

const declaredParameter = "/switchyard/shop/test/declared";
const standbyParameter = "/switchyard/shop/test/standby";
const unsuspended = { scaleIn: false, scaleOut: false, scheduled: false };
const minute = 60_000;

/**
 * A stack as the function meets it: records, rules, bounds, tasks with sockets, and a load balancer that counts. ECS chooses
 * at random which tasks go; clients whose sockets end connect anew at once, to the colour that serves.
 */
export class StandbyModel {
  public now = 1_000 * minute;
  public readonly bounds = new Map<string, LiveBounds>();
  public readonly shrinks: ModelEvent[] = [];
  public readonly disconnects: ModelEvent[] = [];
  public readonly lines: Record<string, unknown>[] = [];
  /** Requests to the old colour that the load balancer's nodes still send, until then. */
  public strayUntil = 0;
  /** While it lasts, clients can't connect. */
  public broken: readonly [number, number] = [0, 0];
  /** Called before every call, so that a test can interfere at any point. */
  public interfere: (call: string) => void = () => undefined;
  public weights: Weights = planWeights("blue", 0);
  public note: string = formatStandbyNote(emptyStandbyNote);
  public readonly serviceNames: readonly string[];
  private readonly tasks = new Map<string, ModelTask[]>();
  private readonly values: { readonly metric: string; readonly at: number; readonly value: number }[] = [];
  private readonly config: StandbyConfig;
  private readonly random: () => number;
  private readonly look: () => Promise<void>;
  private declared = { serving: "blue" as Color, weights: planWeights("blue", 0), version: 1, changedAt: 0 };

  public constructor({
    seed = 1,
    config,
    count = { min: 2, max: 60 },
    tasks = 4,
    services = ["web"],
  }: StandbyModelOptions = {}) {
    this.random = seeded(seed);
    this.serviceNames = services;
    this.declared.changedAt = this.now;
    this.config = {
      declaredParameter,
      standbyParameter,
      clusterName: "main",
      loadBalancer: "app/edge/1",
      holdSeconds: 7200,
      afterHold: "min",
      maxDisconnects: 1000,
      ...config,
      services: services.map((name) => ({
        name,
        count,
        ecsServices: { blue: `${name}-blue`, green: `${name}-green` },
      })),
    };
    for (const id of services.flatMap((name) => colors.map((color) => idOf(name, color)))) {
      this.bounds.set(id, { ...count, suspended: unsuspended });
      this.tasks.set(
        id,
        Array.from({ length: tasks }, () => ({ sockets: 0 })),
      );
    }
    this.look = createHandler(this.config, this.ports());
  }

  public tasksOf(color: Color, service = "web"): number {
    return this.tasks.get(idOf(service, color))?.length ?? 0;
  }

  public boundsOf(color: Color, service = "web"): LiveBounds {
    return this.bounds.get(idOf(service, color)) ?? { min: 0, max: 0, suspended: unsuspended };
  }

  /** Spreads sockets evenly over a colour's tasks. */
  public connect(color: Color, sockets: number, service = "web"): void {
    const tasks = this.tasks.get(idOf(service, color)) ?? [];
    for (const [index, task] of tasks.entries()) task.sockets += Math.floor((sockets + index) / tasks.length);
  }

  public get openSockets(): number {
    return [...this.tasks.values()].flat().reduce((sum, { sockets }) => sum + sockets, 0);
  }

  /** What an update does: the rules first, then the record. */
  public flip(to: Color, shift = 0): void {
    this.weights = planWeights(to, shift);
    const { version } = this.declared;
    this.declared = { serving: to, weights: this.weights, version: version + 1, changedAt: this.now };
  }

  /** As a person or a command does: AWS brings the number of tasks within the bounds. */
  public setBounds(color: Color, bounds: { readonly min: number; readonly max: number }, service = "web"): void {
    this.apply(idOf(service, color), { ...this.boundsOf(color, service), ...bounds });
  }

  /** Looks once a minute for so long. */
  public async pass(minutes: number): Promise<void> {
    for (let index = 0; index < minutes; index += 1) {
      const at = this.now;
      this.count("ActiveConnectionCount", 2 * this.openSockets);
      if (at < this.strayUntil) this.count("RequestCount", 5);
      await this.look();
      this.now = at + minute;
    }
  }

  /** The most connections that ended within so many seconds. */
  public mostDisconnectsWithin(seconds: number): number {
    const sums = this.disconnects.map(({ at: from }) =>
      this.disconnects.reduce(
        (sum, { at, count }) => (at >= from && at < from + seconds * 1000 ? sum + count : sum),
        0,
      ),
    );
    return Math.max(0, ...sums);
  }

  private ports(): StandbyPorts {
    const before = <Result>(call: string, work: () => Result): Promise<Result> => {
      this.interfere(call);
      return Promise.resolve().then(work);
    };
    return {
      parameters: {
        get: (name) => before("get", () => this.read(name)),
        put: (_name, value) =>
          before("put", () => {
            this.note = value;
          }),
      },
      rules: { describe: () => before("rules", () => this.rules()) },
      targets: {
        describe: (ids) => before("describe", () => new Map([...this.bounds].filter(([id]) => ids.includes(id)))),
        update: (id, bounds) => before("update", () => this.apply(id, bounds)),
      },
      tasks: {
        describe: ({ services }) =>
          before("tasks", () =>
            services.map((name) => {
              const count = this.tasks.get(`service/main/${name}`)?.length ?? 0;
              return { name, desired: count, running: count, deployments: 1, rolloutState: "COMPLETED" };
            }),
          ),
      },
      metrics: {
        values: ({ metricName }, { from, to }) =>
          before("metrics", () =>
            this.values
              .filter(({ metric, at }) => metric === metricName && at >= from && at < to)
              .map(({ value }) => value),
          ),
      },
      now: () => this.now,
      random: this.random,
      sleep: async (milliseconds) => {
        this.now += milliseconds;
      },
      log: (line) => this.lines.push({ ...line }),
    };
  }

  private read(name: string) {
    const { serving, weights, version, changedAt } = this.declared;
    if (name === standbyParameter) return { value: this.note, version: 1, changedAt: 0 };
    const perService = <Value>(value: (service: string) => Value) =>
      Object.fromEntries(this.serviceNames.map((service) => [service, value(service)]));
    const groupArns = perService((service) => ({ blue: `arn:g:${service}-blue`, green: `arn:g:${service}-green` }));
    const ruleArns = perService((service) => `arn:rule/${service}`);
    return { value: formatDeclared({ activeColor: serving, weights, ruleArns, groupArns }), version, changedAt };
  }

  private rules() {
    return this.serviceNames.map((service) => ({
      ruleArn: `arn:rule/${service}`,
      groups: colors.map((color) => ({ groupArn: `arn:g:${service}-${color}`, weight: this.weights[color] })),
    }));
  }

  private apply(id: string, bounds: LiveBounds): void {
    this.bounds.set(id, bounds);
    const tasks = this.tasks.get(id) ?? [];
    while (tasks.length < bounds.min) tasks.push({ sockets: 0 });
    const before = tasks.length;
    while (tasks.length > bounds.max) this.stopOne(id, tasks);
    if (tasks.length < before) this.shrinks.push({ at: this.now, id, count: before - tasks.length });
  }

  private stopOne(id: string, tasks: ModelTask[]): void {
    const [gone] = tasks.splice(Math.floor(this.random() * tasks.length), 1);
    const count = gone?.sockets ?? 0;
    this.disconnects.push({ at: this.now, id, count });
    this.count("NewConnectionCount", count);
    const isBroken = this.now >= this.broken[0] && this.now < this.broken[1];
    if (isBroken) this.count("RejectedConnectionCount", count);
    else this.connectSomewhere(id, count);
  }

  private connectSomewhere(id: string, count: number): void {
    const service = this.serviceNames.find((name) => colors.some((color) => idOf(name, color) === id)) ?? "";
    const { serving } = this.declared;
    const color = idOf(service, serving) === id ? otherColor(serving) : serving;
    if (this.tasksOf(color, service) > 0) this.connect(color, count, service);
  }

  /** In the minute in which it happens, as CloudWatch has it. */
  private count(metric: string, value: number): void {
    this.values.push({ metric, at: Math.floor(this.now / minute) * minute, value });
  }
}

const idOf = (service: string, color: Color): string => `service/main/${service}-${color}`;

/** Numerical Recipes' linear congruential generator. */
const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
