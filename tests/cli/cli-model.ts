import { Stop } from "../../cli/outcome";
import type { CliPorts } from "../../cli/ports";
import type { StackUpdate } from "../../cli/pulumi-cli";
import type { CommandResult } from "../../cli/run-command";
import { type CutoverNote, emptyCutoverNote, formatCutoverNote, parseCutoverNote } from "../../cutover/cutover-note";
import { formatDeclared } from "../../cutover/declared";
import { type Color, colors, planWeights, type Weights } from "../../cutover/plan-weights";
import type { LiveBounds } from "../../standby/plan-bounds";

/** How the model's next `pulumi up` of a cutover goes. */
export type UpdateMode = "succeeds" | "refused" | "locked" | "halfway" | "before-record" | "interrupted";

const ruleArn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/edge/1/2/web";
const groupArns = { blue: "arn:group/blue", green: "arn:group/green" };
const urnOf = (type: string, name: string): string => `urn:pulumi:staging::switchyard::${type}::${name}`;
const declaredName = "/switchyard/switchyard/staging/declared";
const stackUrn = urnOf("pulumi:pulumi:Stack", "switchyard-staging");

export const ruleUrn = urnOf("aws:lb/listenerRule:ListenerRule", "web-weighted");
export const recordUrn = urnOf("aws:ssm/parameter:Parameter", "record-declared");
export const blueServiceUrn = urnOf("aws:ecs/service:Service", "web-blue");

const entry = (digit: string, more: object = {}) => ({
  version: `1.${digit}.0.RELEASE`,
  images: { web: `registry.example/web:${digit}` },
  capacity: "full",
  ...more,
});

const startOfTime = 1_000_000;

/** A deployed stack with one service, its Pulumi CLI, its AWS and its operator, all plain objects. */
export class CliModel {
  public config: Record<string, unknown> = {
    "aws:region": "eu-west-1",
    "switchyard:activeColor": "blue",
    "switchyard:shift": 0,
    "switchyard:services": { web: { path: "/*", port: 8080, cpu: 256, memory: 512, count: { min: 2, max: 4 } } },
    "switchyard:blue": entry("1"),
    "switchyard:green": entry("2"),
    "switchyard:slackChannel": "#releases",
  };
  public history: readonly object[] = [];
  public live: Weights = planWeights("blue", 0);
  public declared: { weights: Weights; activeColor: Color; version: number } | undefined = {
    weights: planWeights("blue", 0),
    activeColor: "blue",
    version: 4,
  };
  public note: CutoverNote | "silent" = { ...emptyCutoverNote, id: 4, notified: 4, requestedBy: "ann" };
  /** Whether nobody can write the note, though it can be read. */
  public isNoteFrozen = false;
  public healthy: Record<Color, number | "silent"> = { blue: 2, green: 2 };
  /** Resources of the program beside the cutover's, and what is previewed for them. */
  public others: readonly { readonly op: string; readonly urn: string }[] = [];
  /** Left out of what the program declares. */
  public undeclared: readonly string[] = [];
  public mode: UpdateMode = "succeeds";
  /** What Pulumi says where the stack is locked. */
  public lockText = fileLockText;
  /** Has previews and updates stop, unless it is overridden with these digits. */
  public stop: string | undefined;
  public afterUpdate: () => void = () => undefined;
  public answer: boolean | undefined = true;
  /** Autoscaling's bounds by resource id. */
  public bounds: Readonly<Record<string, LiveBounds>> | "silent" = {};
  /** Every change of them: resource id, minimum, maximum, whether nothing may shrink. */
  public readonly moved: (readonly [string, number, number, boolean])[] = [];
  public afterBounds: () => void = () => undefined;
  /** What the alarms say that aren't OK; `silent` ones aren't told. */
  public alarms: Readonly<Record<string, string>> = {};
  /** Alarms that the stack hasn't got. */
  public withoutAlarms: readonly Color[] = [];
  /** What happens at which second after the start. */
  public events: readonly { readonly at: number; readonly happen: () => void }[] = [];
  public isDeployed = true;
  public readonly questions: string[] = [];
  public readonly said: string[] = [];
  public readonly updates: StackUpdate[] = [];
  private readonly interruption = new AbortController();
  private now = startOfTime;

  public readonly ports: CliPorts = {
    pulumi: {
      config: () => Promise.resolve(JSON.stringify(asPrinted(this.config))),
      configValue: (key) => Promise.resolve(`secret of ${key}`),
      state: () => Promise.resolve(JSON.stringify(this.state())),
      history: () => Promise.resolve(JSON.stringify(this.history)),
      configure: async (values) => {
        this.config = { ...this.config, ...values };
      },
      preview: (targets, override) => Promise.resolve(this.preview(targets, override)),
      // As with the real one, an interrupted command doesn't begin anything new.
      update: (update) => Promise.resolve(this.interruption.signal.aborted ? ended(-1) : this.update(update)),
    },
    aws: () => ({
      readParameter: (name) => this.readParameter(name),
      describeRules: () =>
        Promise.resolve([
          { ruleArn, groups: colors.map((color) => ({ groupArn: groupArns[color], weight: this.live[color] })) },
        ]),
      targetHealth: (groupArn) => this.targetHealth(groupArn),
      runningTasks: ({ service }) =>
        Promise.resolve([{ arn: `arn:task/${service}`, containerInstanceArn: "arn:instance", containers: [] }]),
      describeBounds: async (ids) => {
        if (this.bounds === "silent") throw new Error("throttled");
        return new Map(Object.entries(this.bounds).filter(([id]) => ids.includes(id)));
      },
      setBounds: async (id, bounds) => {
        this.moved.push([id, bounds.min, bounds.max, bounds.suspended.scaleIn && bounds.suspended.scheduled]);
        if (this.bounds !== "silent") this.bounds = { ...this.bounds, [id]: bounds };
        this.afterBounds();
      },
      alarmStates: async (names) => {
        if (this.alarms["*"] === "silent") throw new Error("throttled");
        return names
          .map((name) => ({ name, state: this.alarms[name] ?? "OK" }))
          .filter(({ state }) => state !== "silent");
      },
      writeNote: async (text) => {
        if (this.note === "silent" || this.isNoteFrozen) throw new Error("no answer in time");
        this.note = parseCutoverNote(text);
      },
    }),
    say: (line) => this.said.push(line),
    confirm: (question) => {
      this.questions.push(question);
      return Promise.resolve(this.answer);
    },
    runInTerminal: () => Promise.resolve(undefined),
    clock: {
      now: () => this.now,
      sleep: async (milliseconds) => this.pass(milliseconds),
    },
    operator: "bob",
    region: undefined,
    signal: this.interruption.signal,
    regardless: () => ({
      ...this.ports,
      pulumi: { ...this.ports.pulumi, update: (update) => Promise.resolve(this.update(update)) },
      signal: new AbortController().signal,
    }),
  };

  /** Ctrl-C. */
  public interrupt(): void {
    this.interruption.abort(new Error("interrupted"));
  }

  /** Seconds since the start. */
  public get seconds(): number {
    return (this.now - startOfTime) / 1000;
  }

  /** `activeColor` and `shift`, as configured. */
  public get switch(): readonly unknown[] {
    return [this.config["switchyard:activeColor"], this.config["switchyard:shift"]];
  }

  private state(): object {
    const resources = [
      { urn: stackUrn, type: "pulumi:pulumi:Stack", outputs: { clusterName: "cluster-1" } },
      {
        urn: blueServiceUrn,
        type: "aws:ecs/service:Service",
        id: "arn:service/cluster-1/web-blue-9",
        parent: stackUrn,
      },
      {
        urn: urnOf("aws:ecs/service:Service", "web-green"),
        type: "aws:ecs/service:Service",
        id: "arn:service/cluster-1/web-green-9",
        parent: stackUrn,
      },
      ...colors.filter((color) => !this.withoutAlarms.includes(color)).map(alarmResource),
      { urn: ruleUrn, type: "aws:lb/listenerRule:ListenerRule", id: ruleArn, dependencies: [blueServiceUrn] },
      { urn: recordUrn, type: "aws:ssm/parameter:Parameter", id: declaredName, dependencies: [ruleUrn] },
    ];
    return { deployment: this.isDeployed ? { resources } : {} };
  }

  private pass(milliseconds: number): void {
    const before = this.seconds;
    this.now += milliseconds;
    for (const { at, happen } of this.events) if (at > before && at <= this.seconds) happen();
  }

  private wanted(): Weights {
    return planWeights(this.config["switchyard:activeColor"] as Color, Number(this.config["switchyard:shift"]));
  }

  private preview(targets: readonly string[], override?: string): CommandResult {
    if (this.stop !== override) {
      const message = `error: Somebody changed it.\nTo override: SWITCHYARD_OVERRIDE=${this.stop} pulumi up --refresh`;
      return { ...ended(255), stdout: JSON.stringify({ diagnostics: [{ severity: "error", message }] }) };
    }
    const wanted = this.wanted();
    const isChange = wanted.blue !== this.declared?.weights.blue || wanted.blue !== this.live.blue;
    const op = (urn: string): string => (isChange && targets.includes(urn) ? "update" : "same");
    const actions = (weights: Weights) => [
      { forward: { targetGroups: colors.map((color) => ({ arn: groupArns[color], weight: weights[color] })) } },
    ];
    const value = (weights: Weights) => JSON.stringify({ weights });
    const before = this.declared?.weights ?? wanted;
    const steps = [
      { op: "same", urn: stackUrn },
      { op: targets.includes(blueServiceUrn) ? "update" : "same", urn: blueServiceUrn },
      step(op(ruleUrn), ruleUrn, { actions: actions(before) }, { actions: actions(wanted) }),
      step(op(recordUrn), recordUrn, { insecureValue: value(before) }, { insecureValue: value(wanted) }),
      ...this.others,
    ].filter(({ urn }) => !this.undeclared.includes(urn));
    return { ...ended(0), stdout: JSON.stringify({ steps }) };
  }

  private update(update: StackUpdate): CommandResult {
    this.updates.push(update);
    const result = this.carryOut(update);
    this.afterUpdate();
    return result;
  }

  private carryOut(update: StackUpdate): CommandResult {
    if (this.mode === "locked") return { ...ended(255), stderr: this.lockText };
    if (!update.targets.includes(ruleUrn)) return ended(0);
    if (this.mode === "interrupted") this.interruption.abort(new Error("interrupted"));
    if (this.mode === "refused" || this.mode === "interrupted") {
      return { ...ended(255), stdout: "Diagnostics:\n  error: green is not ready\n\nResources:\n    4 unchanged\n" };
    }
    const wanted = this.wanted();
    this.live = this.mode === "halfway" ? planWeights("blue", 40) : wanted;
    if (this.mode !== "succeeds") return ended(255);
    this.pass(7_000);
    const version = (this.declared?.version ?? 0) + 1;
    this.declared = { weights: wanted, activeColor: this.config["switchyard:activeColor"] as Color, version };
    if (this.note !== "silent") this.note = { ...this.note, notified: version };
    return ended(0);
  }

  private readParameter(name: "declared" | "cutover") {
    if (name === "cutover") {
      if (this.note === "silent") return Promise.reject(new Error("no answer in time"));
      return Promise.resolve({ value: formatCutoverNote(this.note), version: 1 });
    }
    if (this.declared === undefined) return Promise.resolve(undefined);
    const { version, ...record } = this.declared;
    return Promise.resolve({
      value: formatDeclared({ ...record, ruleArns: { web: ruleArn }, groupArns: { web: groupArns } }),
      version,
    });
  }

  private targetHealth(groupArn: string) {
    const healthy = this.healthy[groupArn === groupArns.blue ? "blue" : "green"];
    if (healthy === "silent") return Promise.reject(new Error("throttled"));
    const target = (index: number) => ({ instanceId: `i-${index}`, port: 32768, state: "healthy" });
    return Promise.resolve(Array.from({ length: healthy }, (_, index) => target(index)));
  }
}

/** One update as `pulumi stack history --json` has it. */
export const pastUpdate = (
  activeColor: Color,
  minute: number,
  more: {
    readonly green?: object;
    readonly blue?: object;
    readonly shift?: number;
    readonly [key: string]: unknown;
  } = {},
): object => {
  const { green = entry("2"), blue = entry("1"), shift = 0, ...fields } = more;
  const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 21, 12, minute, seconds)).toISOString();
  const config = {
    "switchyard:activeColor": activeColor,
    "switchyard:shift": shift,
    "switchyard:blue": blue,
    "switchyard:green": green,
  };
  return {
    ...{ version: 0, kind: "update", result: "succeeded", startTime: at(0), endTime: at(10) },
    ...{ message: "", environment: {}, config: asPrinted(config), ...fields },
  };
};

/** The entry of a colour that ran `1.<digit>.0.RELEASE`. */
export const colorEntry = entry;

const alarmResource = (color: Color) => ({
  urn: urnOf("aws:cloudwatch/metricAlarm:MetricAlarm", `web-${color}-errors`),
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  id: `web-${color}-errors-1`,
  parent: stackUrn,
  inputs: { dimensions: { TargetGroup: `group/${color}`, LoadBalancer: "app/edge/1" } },
});

const asPrinted = (values: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "object"
        ? { value: JSON.stringify(value), objectValue: value, secret: false }
        : { value: String(value), secret: false },
    ]),
  );

const step = (op: string, urn: string, before: object, after: object) => ({
  op,
  urn,
  oldState: { inputs: before },
  newState: { inputs: op === "same" ? before : after },
});

/** As Pulumi 3.255.0 words it on file and bucket backends. */
const fileLockText = `error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  file:///state/.pulumi/locks/organization/switchyard/staging/7.json: created by ann@laptop (pid 7) at 2026-11-21T12:00:00Z
`;

const ended = (exitCode: number): CommandResult => ({
  exitCode,
  stdout: "",
  stderr: "",
  durationMs: 1,
  isInterrupted: false,
});

/** What a command stopped with; anything else fails the test. */
export const stopOf = async (running: Promise<unknown>): Promise<Stop> => {
  const error = await running.then(
    () => new Error("The command didn't stop."),
    (reason: unknown) => reason,
  );
  if (error instanceof Stop) return error;
  throw error;
};
